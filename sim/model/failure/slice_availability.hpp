#pragma once

#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"

#include <vector>

namespace gigapod {

/// What slices of one shape make of a pod with failed hosts.
struct SliceCapacity {
  double mean = 0.0;      ///< expected share of the pod's chips in whole slices
  double promised = 0.0;  ///< share that whole slices reach at least 95% of the time
};

/// Hosts whose chips make up one block, a whole one where blocks are smaller than a host.
[[nodiscard]] int hosts_per_block(const PodSpec& pod, const ChipSpec& chip);

/// Chance that exactly i of the pod's blocks have no failed host, for i = 0 … blocks; each host is up with the
/// chance `host_availability` in [0, 1].
[[nodiscard]] std::vector<double> healthy_block_chances(const PodSpec& pod, const ChipSpec& chip,
                                                        double host_availability);

/// Exact capacity where any healthy blocks of a pod form a slice: cubes joined by optical switches.
[[nodiscard]] SliceCapacity any_blocks_capacity(const Shape& slice, const PodSpec& pod, const ChipSpec& chip,
                                                double host_availability);

}  // namespace gigapod
