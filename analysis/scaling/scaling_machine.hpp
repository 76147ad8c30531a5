#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// Equal slices of one pod type.
struct SliceAllocation {
  Shape slice;
  int slices = 1;
  [[nodiscard]] std::int64_t chips() const { return static_cast<std::int64_t>(slice.chips()) * slices; }
  bool operator==(const SliceAllocation&) const = default;
};

/// Equal slices that use as many of `chips` chips as they can, one allocation for each of the six most compact
/// shapes of that size: within one pod the largest shape; beyond, whole pods, or one pod more with the largest shape
/// that keeps within `chips` where whole pods would leave more than a tenth unused. `shapes` are `slice_shapes` of
/// the pod; empty when not even the smallest fits.
[[nodiscard]] std::vector<SliceAllocation> allocations_for(std::int64_t chips, const PodSpec& pod,
                                                           const std::vector<Shape>& shapes);

/// The machine of slices of a pod type, joined by that network; twisted only where the shape can be.
[[nodiscard]] StepMachine machine_for(const SliceAllocation& allocation, bool is_twisted, const PodSpec& pod,
                                      const ChipSpec& chip, const DcnSpec& dcn);

/// The machine that a job runs on with that allocation, its share of the site's network included.
[[nodiscard]] StepMachine machine_for(const SliceAllocation& allocation, const JobSpec& job,
                                      const Scenario& scenario);

}  // namespace gigapod
