#pragma once

namespace gigapod {

/// What training programs reach of the hardware, shared by every chip and model. With the three efficiencies of a
/// chip these are all the fitted numbers of the step model; docs/models/step.md has the evidence for each.
struct StepConstants {
  /// Share of the matrix rate that fused attention reaches: the softmax between its two products runs on the vector
  /// unit.
  double attention_efficiency = 0.6;
  /// HBM traffic of elementwise work over that of one bf16 read and write per operator (fp32 norms and residuals,
  /// copies and layout changes between fusions).
  double elementwise = 2.2;
  /// The same for moving tokens to their experts and back.
  double expert_permutation = 2.0;
  /// Share of the communication with enough compute beside it that really hides: weights and gradients of FSDP,
  /// activations of tensor parallelism, tokens of experts, gradients of replicas inside a slice.
  double weight_overlap = 0.15;
  double tensor_overlap = 0.18;
  double expert_overlap = 1.0;
  double replica_overlap = 0.9;
  /// Share of the DCN port rate that a gradient exchange reaches, and what of it hides behind the backward pass.
  double dcn_efficiency = 0.3;
  double dcn_overlap = 0.0;
  /// Mean delay of a slice relative to the step time, exponentially distributed; all wait for the slowest.
  double slice_jitter = 0.024;
  /// Start of a collective, and of a step.
  double launch_seconds = 10e-6;
  double overhead_seconds = 30e-3;
};

[[nodiscard]] const StepConstants& step_constants();

}  // namespace gigapod
