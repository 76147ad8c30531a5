#pragma once

namespace gigapod {

/// What training programs reach of the hardware, shared by every chip and model. With the three efficiencies of a
/// chip these are all the fitted numbers of the step model; docs/models/step.md has the evidence for each.
struct StepConstants {
  /// Share of the matrix rate that fused attention reaches: the softmax between its two products runs on the vector
  /// unit.
  double attention_efficiency = 0.59;
  /// Rate of products over the ragged groups of dropless experts over that of dense products.
  double grouped_efficiency = 0.75;
  /// HBM traffic of elementwise work over that of one bf16 read and write per operator (fp32 norms and residuals,
  /// copies and layout changes between fusions).
  double elementwise = 2.0;
  /// The same for moving tokens to their experts and back.
  double expert_permutation = 1.75;
  /// The same for bringing operands into int8, fp8 or fp4.
  double quantization = 1.0;
  /// Delay of compute by a transfer that runs beside it, over the time of the transfer: weights, activations of
  /// tensor parallelism, keys and values.
  double interference = 0.46;
  /// The same for tokens on their way to experts, which are copied and not summed, and for gradients of replicas, in
  /// the slice and in others, exchanged once a step.
  double expert_interference = 0.0;
  double replica_interference = 0.1;
  /// Share of the DCN port rate that an exchange between slices reaches.
  double dcn_efficiency = 0.3;
  /// Mean delay of a slice relative to the step time, exponentially distributed; all wait for the slowest.
  double slice_jitter = 0.043;
  /// Standard deviation of the chips of a slice around their mean step time; all wait for the slowest.
  double chip_jitter = 0.001;
  /// Start of a collective, and of a step.
  double launch_seconds = 10e-6;
  double overhead_seconds = 30e-3;
};

[[nodiscard]] const StepConstants& step_constants();

}  // namespace gigapod
