#pragma once

namespace gigapod {

/// What a training program reaches of the hardware, shared by every chip and model. With the three efficiencies of a
/// chip these are all the fitted numbers of the step model; docs/models/step.md has the evidence for each.
struct StepConstants {
  /// Share of the (tile-padded) matrix rate that fused attention reaches; the softmax between its two products runs
  /// on the vector unit.
  double attention_efficiency = 0.62;
  /// Share of `mxu_efficiency` that a product reaches inside a step, between fusions and small operators.
  double product_in_step = 0.9;
  /// Share of the elementwise traffic of an unfused step that goes to HBM.
  double elementwise = 1.0;
  /// Share of hideable communication that really hides.
  double gather_overlap = 0.5;
  double reduce_overlap = 0.0;
  double tensor_overlap = 0.3;
  double expert_overlap = 0.0;
  /// Share of the DCN port rate that a gradient exchange reaches.
  double dcn_efficiency = 0.28;
  double dcn_overlap = 0.0;
  /// Mean delay of a slice relative to the step time; slices wait for the slowest.
  double slice_jitter = 0.024;
  double launch_seconds = 10e-6;
  double overhead_seconds = 20e-3;
  double moe_efficiency = 0.8;
  double node_jitter = 0.0;
  double fill_rows = 0.5;
};

[[nodiscard]] const StepConstants& step_constants();

}  // namespace gigapod
