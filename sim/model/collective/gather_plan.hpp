#pragma once

#include "sim/model/collective/gather_order.hpp"
#include "sim/model/collective/slice_links.hpp"

#include <vector>

namespace gigapod {

/// Splits the data over orders of the axes, each axis once first, in the shares that load every axis in proportion to
/// its links (two a chip for a ring, one for a line), so that all of them are busy from beginning to end.
[[nodiscard]] std::vector<GatherPart> gather_parts(const SliceLinks& links);

/// Steps of a phase: half the ring, both ways at once, or the whole line.
[[nodiscard]] int gather_steps(const SliceLinks& links, const GatherPhase& phase);

/// Whether the parts are the same but for the names of the axes, so that they keep step without being cut in chunks.
[[nodiscard]] bool are_alike(const SliceLinks& links, const std::vector<GatherPart>& parts);

}  // namespace gigapod
