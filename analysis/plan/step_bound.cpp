// total >= (W + A) (1 + fill) (1 + straggler) + overhead
//
// W   6 FLOP for each weight that a token multiplies with, 2 more for those of layers that are multiplied again for
//     the backward pass, at the precision's rate
// A   scores and values of layers that see the whole sequence, forward, 2.5 times backward, once more when repeated,
//     at the bf16 rate of attention
// fill  (stages - 1) / (microbatches x interleave), as the step model has it

#include "analysis/plan/step_bound.hpp"

#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/step/step_constants.hpp"
#include "sim/model/step/straggler.hpp"

namespace gigapod {
namespace {

bool repeats_weights(const TrainingPlan& plan) {
  return repeats_products(plan.remat) && (plan.saved_tensors | plan.offloaded_tensors) == 0;
}

/// Weights of all layers that a token multiplies with, and of these what the backward pass may multiply again: the
/// last matrix of an MLP is not needed, but for routed experts.
struct LayerWeights {
  double all = 0.0;
  double repeated = 0.0;
};

LayerWeights layer_weights(const TransformerSpec& model) {
  const double sparse = moe_layers(model);
  const double dense = model.layers - sparse;
  const double mlp_in = model.mlp == MlpKind::kGated ? 2.0 / 3.0 : 0.5;
  const double output = model.parallel_block ? 1.0 * model.heads * model.head_dim * model.hidden : 0.0;
  const double attention = attention_weights(model);
  const double routed = expert_weights(model) * model.experts_per_token;
  const double mlp = dense_mlp_weights(model);
  const double shared = expert_weights(model) * model.shared_experts;
  return {model.layers * attention + dense * mlp + sparse * (routed + shared),
          model.layers * (attention - output) + dense * mlp_in * mlp + sparse * (routed + mlp_in * shared)};
}

bool repeats_attention(const TrainingPlan& plan) {
  return plan.remat != Remat::kNone && !keeps(plan, SavedTensor::kAttention);
}

}  // namespace

StepBound::StepBound(const TrainingPlan& start, const StepMachine& machine)
    : chip_(machine.chip),
      chips_(static_cast<double>(machine.slice.chips()) * machine.slices),
      straggler_(machine.straggler_spread * straggler_share(chips_, machine.slices, step_constants())) {
  for (std::size_t precision = 0; precision < token_times_.size(); ++precision) {
    for (std::size_t weights = 0; weights < 2; ++weights) {
      for (std::size_t attention = 0; attention < 2; ++attention) {
        token_times_[precision][weights][attention] = token_time(
            start.model, start.sequence_length, static_cast<Precision>(precision), weights == 1, attention == 1);
      }
    }
  }
}

StepBound::TokenTime StepBound::token_time(const TransformerSpec& model, int sequence_length, Precision precision,
                                           bool repeats_weights, bool repeats_attention) const {
  const double outer = static_cast<double>(model.vocabulary) * model.hidden;
  const LayerWeights layers = layer_weights(model);
  const double products = 6.0 * (outer + layers.all) + (repeats_weights ? 2.0 * layers.repeated : 0.0);
  const double seen = sequence_length * (model.attention == AttentionKind::kCausal ? 0.5 : 1.0);
  const double once = 4.0 * score_width(model) * seen * global_layers(model);
  const double attention = (repeats_attention ? 4.5 : 3.5) * once;
  const double rate = peak_rate(chip_, precision).value();
  TokenTime time;
  time.reached = products / (chip_.mxu_efficiency * rate) +
                 attention / (chip_.mxu_efficiency * chip_.peak_bf16.value() * step_constants().attention_efficiency);
  time.at_peak = (products + attention) / rate;
  return time;
}

StepBound::Least StepBound::least(const TrainingPlan& plan) const {
  const Parallelism& p = plan.parallelism;
  const TokenTime& token = token_times_[static_cast<std::size_t>(plan.precision)][repeats_weights(plan) ? 1 : 0]
                                       [repeats_attention(plan) ? 1 : 0];
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length / chips_;
  Least result;
  result.compute = Seconds(token.reached * tokens);
  result.at_peak = Seconds(token.at_peak * tokens);
  result.total =
      result.compute * ((1.0 + pipeline_fill(p)) * (1.0 + straggler_)) + Seconds(step_constants().overhead_seconds);
  return result;
}

// E >= idle t + (peak - idle) min(w_busy t_c + w_mxu t_peak, t_c): a chip at its rating draws no more, and what else
// it does only adds (chip_power.cpp).
Joules StepBound::least_energy(const Least& step) const {
  const PowerWeights weights = power_weights();
  const Seconds active = min(step.compute * weights.busy + step.at_peak * weights.mxu, step.compute);
  return chip_.idle_power * step.total + (chip_.peak_power - chip_.idle_power) * active;
}

}  // namespace gigapod
