#pragma once

#include "sim/model/step/axis_mapping.hpp"
#include "sim/model/step/operators.hpp"
#include "sim/model/step/training_step.hpp"

namespace gigapod {

inline constexpr double kActivationBytes = 2.0;  ///< activations travel as bf16

/// Seconds of communication of one layer on one chip in one direction of one pass, before overlap.
struct DirectionTraffic {
  double weights = 0.0;      ///< weights gathered (FSDP); backward also gradients reduce-scattered
  double tensor = 0.0;       ///< activations of tensor parallelism
  double expert = 0.0;       ///< tokens to their experts and back
  double context = 0.0;      ///< keys and values round the ring
  double dcn_weights = 0.0;  ///< weights and gradients over slices (dcn_fsdp)
};
struct LayerTraffic {
  DirectionTraffic forward;
  DirectionTraffic backward;
};

/// Time of one collective over a group of the machine.
[[nodiscard]] double group_collective(const Collective& kind, double bytes, const ParallelGroup& group,
                                      const StepMachine& machine, const StepConstants& constants);

/// Bytes per parameter in which weights are gathered.
[[nodiscard]] double weight_bytes(const TrainingPlan& plan);

[[nodiscard]] LayerTraffic layer_traffic(const TrainingPlan& plan, const StepMachine& machine,
                                         const AxisMapping& mapping, const LayerKind& kind, double tokens,
                                         const StepConstants& constants);

}  // namespace gigapod
