#pragma once

#include "sim/fabric/slice.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/parallelism.hpp"

#include <array>
#include <span>

namespace gigapod {

/// The chips of one parallel degree: torus axes, or a number of chips of a switched domain. Plain storage.
struct ParallelGroup {
  std::array<SliceAxis, 3> axes{};
  int axis_count = 0;
  int members = 1;
  int members_per_domain = 1;  ///< in a switched domain
  [[nodiscard]] std::span<const SliceAxis> torus() const {
    return {axes.data(), static_cast<std::size_t>(axis_count)};
  }
};

/// Which chips each degree spans.
struct AxisMapping {
  ParallelGroup tensor;
  ParallelGroup context;
  ParallelGroup expert;
  ParallelGroup fsdp;
  ParallelGroup data;
  ParallelGroup pipeline;
  ParallelGroup weights;    ///< fsdp, expert and context together: the chips that share a dense weight
  ParallelGroup gradients;  ///< data (and, for sharded optimizer states, expert and context)
};

/// Gives every degree its axes: the largest talkers first (tensor, context, expert, fsdp, data, pipeline), each the
/// fewest whole axes whose lengths multiply to it, else parts of axes, which do not close into rings.
[[nodiscard]] AxisMapping map_axes(const Parallelism& parallelism, const SliceTopology& slice);

}  // namespace gigapod
