#pragma once

#include "sim/model/collective/collective.hpp"
#include "sim/model/collective/slice_links.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Links of one axis and direction.
struct LinkClassUse {
  int axis = 0;
  int direction = 1;
  int links = 0;       ///< in the whole slice
  int wrap_links = 0;  ///< of these, the ones that close a ring
  Bytes mean_bytes{0.0};
  Bytes most_bytes{0.0};          ///< over the busiest link
  double mean_utilization = 0.0;  ///< of the bandwidth, from start to end of the collective
  double most_utilization = 0.0;  ///< of the busiest link
};

/// A collective played link by link.
struct FlowCheck {
  Seconds time;
  std::vector<LinkClassUse> classes;  ///< by axis, then direction
  int chips = 0;
  int chips_per_representative = 1;
  std::size_t flows = 0;  ///< that SimGrid played
  int chunks = 1;
};

/// Why a collective can't be played on a slice; empty when it can.
[[nodiscard]] std::string flow_check_fault(const Collective& kind, const SliceTopology& slice);

/// Plays the collective on the links of the slice. Arguments as in collective_time; `fold` overrides how chips are
/// folded (unfolded takes longer and gives the same figures), `chunks` how the data is cut. The slice must have no
/// fault.
[[nodiscard]] FlowCheck check_collective(const Collective& kind, Bytes full_size, const SliceTopology& slice,
                                         LinkRate link, std::optional<Fold> fold = std::nullopt,
                                         std::optional<int> chunks = std::nullopt);

}  // namespace gigapod
