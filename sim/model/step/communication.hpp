#pragma once

#include "sim/model/step/axis_mapping.hpp"
#include "sim/model/step/operators.hpp"
#include "sim/model/step/training_step.hpp"

namespace gigapod {

/// Seconds of communication of one layer on one chip in one pass, before overlap.
struct LayerCommunication {
  double gather_forward = 0.0;
  double gather_backward = 0.0;
  double reduce = 0.0;  ///< gradients of the layer, reduce-scattered
  double tensor_forward = 0.0;
  double tensor_backward = 0.0;
  double expert_forward = 0.0;
  double expert_backward = 0.0;
  double context_forward = 0.0;
  double context_backward = 0.0;
  double dcn_gather = 0.0;  ///< weights and gradients over slices (dcn_fsdp), forward and backward
};

/// Time of one collective over a group of the machine.
[[nodiscard]] double group_collective(Collective kind, double bytes, const ParallelGroup& group,
                                      const StepMachine& machine, const StepConstants& constants);

[[nodiscard]] LayerCommunication layer_communication(const TrainingPlan& plan, const StepMachine& machine,
                                                     const AxisMapping& mapping, const LayerKind& kind, double tokens,
                                                     const StepConstants& constants);

}  // namespace gigapod
