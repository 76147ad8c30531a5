#pragma once

#include "sim/model/step/axis_mapping.hpp"
#include "sim/model/step/compute_cover.hpp"
#include "sim/model/step/operators.hpp"
#include "sim/model/step/step_constants.hpp"
#include "sim/model/step/training_step.hpp"

#include <array>

namespace gigapod {

/// Seconds of one chip for one pass over all layers of the model, stages not divided out.
struct LayerSums {
  double mxu = 0.0;
  double hbm = 0.0;    ///< beyond mxu: operators bound by memory, transfers to the host that compute does not cover
  double remat = 0.0;  ///< part of mxu that repeats forward work
  std::array<Overlap, kTrafficKinds> traffic{};
  double outer = 0.0;     ///< part of mxu and hbm: embedding, logits and loss
  double backward = 0.0;  ///< compute of the backward pass, for what hides behind it
  double flops = 0.0;
  double bytes = 0.0;
};

/// Sums the operators of every layer, embedding and logits, and schedules each layer's transfers beside its compute
/// (compute_cover.hpp).
[[nodiscard]] LayerSums layer_sums(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                                   double tokens, const StepConstants& constants);

}  // namespace gigapod
