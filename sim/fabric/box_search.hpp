#pragma once

#include "sim/hardware/pod.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace gigapod {

/// A box of free blocks in a pod without OCS.
struct FreeBox {
  std::vector<int> blocks;  ///< counted in the pod, in the order of the box
  int free_neighbours = 0;  ///< free blocks that touch it: what it would cut off
};

/// Visits every box of free blocks that can hold a slice of this shape: in every orientation and at every position,
/// and across the pod's edge along an axis that wraps. A slice inside one block takes any free block. `is_free` has
/// one entry per block of the pod, 1: free.
void for_each_free_box(const Shape& slice, const PodSpec& pod, std::span<const std::uint8_t> is_free,
                       const std::function<void(const FreeBox&)>& visit);

}  // namespace gigapod
