#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"

#include <span>

namespace gigapod {

enum class Collective {
  kAllGather,
  kReduceScatter,
  kAllReduce,
  kAllToAll
};

/// Links as a collective sees them: what remains of the data sheet after calibration.
struct LinkRate {
  BytesPerSecond one_way;  ///< one link, one direction, efficiency included
  Seconds hop_latency;
};

/// Time of one collective over the product of `axes`, every chip taking part at once.
/// `full_size` is the size of the whole array per group: what all-gather produces on each chip, what
/// reduce-scatter and all-reduce start from, and what one chip sends in total (its own part included) in
/// all-to-all.
[[nodiscard]] Seconds collective_time(Collective kind, Bytes full_size, std::span<const SliceAxis> axes,
                                      LinkRate link, bool is_twisted = false);

/// No schedule can be faster: the larger of the injection bound (bytes that must enter or leave a chip over its
/// links) and the bisection bound (bytes that must cross the narrowest cut).
[[nodiscard]] Seconds collective_bound(Collective kind, Bytes full_size, std::span<const SliceAxis> axes,
                                       LinkRate link, bool is_twisted = false);

/// The same over a data-centre network: `members` slices, each with `bandwidth` one way.
[[nodiscard]] Seconds dcn_collective_time(Collective kind, Bytes full_size, int members, BytesPerSecond bandwidth,
                                          Seconds latency);

}  // namespace gigapod
