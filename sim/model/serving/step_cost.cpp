// Roofline of one step (a forward pass of decode rows, prompt tokens or both) on N chips.
//
//   t = 2 r N_dense / (N F e_m q) + 2 r N_routed / (N F e_m q e_x) + weights read / (N B e_h)
//     + max(score FLOPs / (N F_bf16 e_m e_a e_d), KV bytes / (n_kv B e_h e_a)) + (1 - h) communication
//     + layers t_layer
//
// r rows (tokens) of the pass, F peak of the weights' precision, B HBM bandwidth; e_m, e_h the chip's calibrated
// efficiencies; t_layer, e_a, e_x, h the engine's. Weights read: all but untouched experts and the input table.
// q is what bringing operands into a narrow format leaves of its rate, once for each halving of bf16. e_d is the
// share of a matrix unit's side that heads of the model's width fill. n_kv = min(N, key-value heads x sequences): the
// cache is spread by heads, then by sequences. With data-parallel attention every chip reads all weights but the
// routed experts, and n_kv = min(N, sequences).
//
// Reading weights and multiplying with them add up instead of overlapping: PaLM on v4, Llama on v6e and Llama on H100
// all show steps that grow with the batch while the weights still dominate (docs/models/serving.md). Assumes weights
// spread evenly over all chips of the slice and scores in bf16. Good from a
// batch of 1 to the largest that fits; costs per step outside the layers are left out.

#include "sim/model/serving/step_cost.hpp"

#include "sim/model/serving/tensor_layout.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

/// Share of a narrow format's rate that products reach, for each halving of bf16's 16 bits: scaling and rounding of
/// the operands run on the vector units. One value for all chips, fitted on the fp8 and fp4 rows of
/// scenarios/validation/serving.csv.
constexpr double kQuantizedShare = 0.88;

/// Rate of matrix products in the precision, after calibration and quantization, on one chip.
double product_rate(const ServingPlan& plan, const ChipSpec& chip) {
  const FlopsPerSecond peak = peak_rate(chip, plan.precision);
  return peak.value() * chip.mxu_efficiency * std::pow(kQuantizedShare, std::log2(peak / chip.peak_bf16));
}

/// Share of a matrix unit's side that a head fills.
double head_fill(const TransformerSpec& model, const ChipSpec& chip) {
  const double side = chip.mxu_dimension;
  return model.head_dim / (side * std::ceil(model.head_dim / side));
}

}  // namespace

StepCost::StepCost(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice)
    : plan_(plan), chip_(chip), slice_(slice), work_(model_work(plan)), engine_(engine_of(plan, chip)) {
  chips_ = slice.chips();
  product_rate_ = chips_ * product_rate(plan, chip);
  score_rate_ = chips_ * chip.peak_bf16.value() * chip.mxu_efficiency * head_fill(plan.model, chip) *
                engine_.attention_efficiency;
  if (plan.expert_skew) imbalance_.emplace(plan.model, chips_, *plan.expert_skew);
  hbm_rate_ = chip.hbm_bandwidth.value() * chip.hbm_efficiency;
}

StepCost::Products StepCost::products(const StepWork& work) const {
  const double rows = work.decode_rows + work.prefill_rows;
  const double head_rows = work.decode_rows + work.prompts;
  return {2.0 * (rows * (work_.dense_active - work_.head) + head_rows * work_.head),
          2.0 * rows * work_.routed_active};
}

Seconds StepCost::product_compute(const StepWork& work) const {
  const Products flops = products(work);
  const double uneven = imbalance_ ? imbalance_->factor(work.decode_rows + work.prefill_rows) : 1.0;
  const double routed_rate = product_rate_ * engine_.expert_efficiency;
  return Seconds(flops.dense_flops / product_rate_ + uneven * flops.routed_flops / routed_rate);
}

Seconds StepCost::communication(const StepWork& work) const {
  const bool may_gather_weights = work.prefill_rows > 0.0;
  const double shown = 1.0 - engine_.hidden_communication;
  return shown * tensor_communication(plan_, chip_, slice_, work.decode_rows + work.prefill_rows, may_gather_weights);
}

Bytes StepCost::weights_read(double rows) const {
  const double copies = plan_.layout == ServingLayout::kTensor ? 1.0 : chips_;
  return Bytes(plan_.weight_bytes * (copies * work_.streamed + work_.routed * touched_experts(plan_.model, rows)));
}

Seconds StepCost::attention(const StepWork& work) const {
  const double cache = work.seen * work_.kv_per_token_layer.value();
  const bool is_by_heads = plan_.layout == ServingLayout::kTensor && plan_.model.kv_rank == 0;
  const double cache_chips = std::min(
      chips_, (is_by_heads ? plan_.model.kv_heads : 1.0) * std::max(1.0, work.decode_rows / work.rows_per_sequence));
  const double decode = std::max(work.rows_per_sequence * work.seen * work_.scores / score_rate_,
                                 cache / (cache_chips * hbm_rate_ * engine_.attention_efficiency));
  return Seconds(decode + work.pairs * work_.prefill_scores / score_rate_);
}

Seconds StepCost::overhead() const { return engine_.layer_overhead * plan_.model.layers; }

double StepCost::flops(const StepWork& work) const {
  const Products flops = products(work);
  return flops.dense_flops + flops.routed_flops + work.rows_per_sequence * work.seen * work_.scores +
         work.pairs * work_.prefill_scores;
}

Seconds StepCost::read_time(Bytes size) const { return Seconds(size.value() / (chips_ * hbm_rate_)); }

PhaseTime StepCost::step(const StepWork& work) const {
  const Bytes weights = weights_read(work.decode_rows + work.prefill_rows);
  PhaseTime phase;
  phase.products = product_compute(work) + read_time(weights);
  phase.attention = attention(work);
  phase.communication = communication(work);
  phase.overhead = overhead();
  phase.total = phase.products + phase.attention + phase.communication + phase.overhead;
  phase.mxu_flops = flops(work);
  phase.hbm_bytes = weights + work.seen * work_.kv_per_token_layer;
  return phase;
}

}  // namespace gigapod
