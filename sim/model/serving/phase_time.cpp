// Roofline of one forward pass on N chips.
//
//   t = 2 r N_dense / (N F e_m) + 2 r N_routed / (N F e_m e_x) + weights read / (N B e_h)
//     + max(score FLOPs / (N F_bf16 e_m e_a), KV bytes / (n_kv B e_h e_a)) + communication + layers t_layer
//
// r rows (tokens) of the pass, F peak of the weights' precision, B HBM bandwidth; e_m, e_h the chip's calibrated
// efficiencies; t_layer, e_a, e_x the engine's three. Weights read: all but untouched experts and the input table.
// n_kv = min(N, key-value heads x sequences): the cache is spread by heads, then by sequences.
//
// Reading weights and multiplying with them add up instead of overlapping: PaLM on v4, Llama on v6e and Llama on H100
// all show steps that grow with the batch while the weights still dominate (docs/models/serving.md). Assumes weights
// spread evenly over all chips of the slice, communication that overlaps nothing, and scores in bf16. Good from a
// batch of 1 to the largest that fits; costs per step outside the layers are left out.

#include "sim/model/serving/phase_time.hpp"

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/tensor_layout.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// Rates of the whole slice after the calibrated efficiencies.
struct SliceRates {
  double chips = 1.0;
  double products = 0.0;  // FLOP/s
  double scores = 0.0;    // FLOP/s
  double hbm = 0.0;       // B/s of one chip
};

SliceRates slice_rates(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  SliceRates rates;
  rates.chips = slice.chips();
  rates.products = rates.chips * peak_rate(chip, plan.precision).value() * chip.mxu_efficiency;
  rates.scores =
      rates.chips * chip.peak_bf16.value() * chip.mxu_efficiency * engine_of(plan, chip).attention_efficiency;
  rates.hbm = chip.hbm_bandwidth.value() * chip.hbm_efficiency;
  return rates;
}

/// Rows of a pass: through the layers, and through the output head.
struct Rows {
  double layers = 1.0;
  double head = 1.0;
};

struct Products {
  double dense_flops = 0.0;
  double routed_flops = 0.0;
};

Products products(const ModelWork& work, Rows rows) {
  return {2.0 * (rows.layers * (work.dense_active - work.head) + rows.head * work.head),
          2.0 * rows.layers * work.routed_active};
}

double product_seconds(const Products& flops, const SliceRates& rates, const ServingEngine& engine) {
  return flops.dense_flops / rates.products + flops.routed_flops / (rates.products * engine.expert_efficiency);
}

void add_up(PhaseTime& phase) {
  phase.total = phase.products + phase.attention + phase.communication + phase.overhead;
}

double weights_read(const ServingPlan& plan, const ModelWork& work, double rows) {
  return plan.weight_bytes * (work.streamed + work.routed * touched_experts(plan.model, rows));
}

}  // namespace

ServingEngine engine_of(const ServingPlan& plan, const ChipSpec& chip) {
  return plan.engine ? *plan.engine : serving_engine(chip.name);
}

PhaseTime decode_step(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, double batch,
                      double context) {
  const ModelWork work = model_work(plan);
  const ServingEngine engine = engine_of(plan, chip);
  const SliceRates rates = slice_rates(plan, chip, slice);
  const Products flops = products(work, {batch, batch});
  const double weights = weights_read(plan, work, batch);
  const double seen = batch * seen_tokens(plan.model, context);
  const double cache = seen * work.kv_per_token_layer.value();
  const double kv_heads = plan.model.kv_rank > 0 ? 1.0 : plan.model.kv_heads;
  const double cache_chips = std::min(rates.chips, kv_heads * std::max(1.0, batch));
  PhaseTime phase;
  phase.products = Seconds(product_seconds(flops, rates, engine) + weights / (rates.chips * rates.hbm));
  phase.attention = Seconds(
      std::max(seen * work.scores / rates.scores, cache / (cache_chips * rates.hbm * engine.attention_efficiency)));
  phase.communication = tensor_communication(plan, chip, slice, batch, false);
  phase.overhead = engine.layer_overhead * plan.model.layers;
  phase.mxu_flops = flops.dense_flops + flops.routed_flops + seen * work.scores;
  phase.hbm_bytes = Bytes(weights + cache);
  add_up(phase);
  return phase;
}

PhaseTime prefill_pass(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, double prompts,
                       double tokens) {
  const ModelWork work = model_work(plan);
  const ServingEngine engine = engine_of(plan, chip);
  const SliceRates rates = slice_rates(plan, chip, slice);
  const Products flops = products(work, {prompts * tokens, prompts});
  const double weights = weights_read(plan, work, prompts * tokens);
  const double scores = prompts * prompt_pairs(plan.model, tokens) * work.prefill_scores;
  PhaseTime phase;
  phase.products = Seconds(product_seconds(flops, rates, engine) + weights / (rates.chips * rates.hbm));
  phase.attention = Seconds(scores / rates.scores);
  phase.communication = tensor_communication(plan, chip, slice, prompts * tokens, true);
  phase.overhead = engine.layer_overhead * plan.model.layers;
  phase.mxu_flops = flops.dense_flops + flops.routed_flops + scores;
  phase.hbm_bytes = Bytes(weights);
  add_up(phase);
  return phase;
}

PhaseTime prefill_share(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  const ServingEngine engine = engine_of(plan, chip);
  const SliceRates rates = slice_rates(plan, chip, slice);
  PhaseTime phase = prefill_pass(plan, chip, slice, 1.0, plan.prompt_tokens);
  const Products flops = products(model_work(plan), {plan.prompt_tokens, 1.0});
  phase.products = Seconds(product_seconds(flops, rates, engine));
  phase.overhead = Seconds(0.0);
  phase.hbm_bytes = Bytes(0.0);
  add_up(phase);
  return phase;
}

}  // namespace gigapod
