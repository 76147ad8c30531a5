#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/step/training_step.hpp"

#include <optional>

namespace gigapod {

/// How many slices of which shape a job runs on.
struct SliceChoice {
  Shape slice;
  int slices = 1;
  auto operator<=>(const SliceChoice&) const = default;
};

/// The plan on another slice shape: fsdp takes up the chips; the batch stays, or grows with them. Nothing when the
/// degrees or the batch do not come out whole.
[[nodiscard]] std::optional<TrainingPlan> plan_on_slice(const TrainingPlan& plan, const Shape& slice,
                                                        bool grows_batch);

/// The plan on other slices of another shape, with as many sequences a chip: fsdp takes up the chips of a slice,
/// dcn_data the slices. Nothing when degrees or batch do not come out whole.
[[nodiscard]] std::optional<TrainingPlan> resized_plan(const TrainingPlan& plan, const SliceChoice& choice);

}  // namespace gigapod
