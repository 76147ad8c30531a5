#include "sim/model/step/operators.hpp"

#include "sim/model/memory/saved_elements.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

namespace {

// Sides of the blocks that kernels work on, in rows or tokens: usual settings of fused attention and grouped
// products.
constexpr double kAttentionBlock = 1024.0;
constexpr double kAttentionTile = 128.0;
constexpr double kExpertTile = 256.0;
// Rows that pass through a systolic array while it fills, over its side.
constexpr double kFillRows = 0.5;

/// Rates of one chip as operators see them.
struct Rates {
  double product;  ///< FLOP/s of a large product in the plan's precision
  double product_bf16;
  double hbm;
  double tile;
  double operand_bytes;
};

Rates rates_of(const TrainingPlan& plan, const ChipSpec& chip) {
  Rates rates{};
  const double share = chip.mxu_efficiency;
  rates.product = share * peak_rate(chip, plan.precision).value();
  rates.product_bf16 = share * chip.peak_bf16.value();
  rates.hbm = (chip.hbm_efficiency * chip.hbm_bandwidth).value();
  rates.tile = chip.mxu_dimension;
  rates.operand_bytes = plan.precision == Precision::kBf16 ? 2.0 : plan.precision == Precision::kFp4 ? 0.5 : 1.0;
  return rates;
}

double padded(double length, double tile) { return std::ceil(length / tile) * tile; }

OperatorTime traffic(const Rates& rates, double bytes) { return {0.0, 0.0, bytes / rates.hbm, bytes}; }

/// `count` products of (rows x inner) by (inner x columns); weights are the inner x columns operand.
OperatorTime product(const Rates& rates, double count, double rows, double inner, double columns) {
  OperatorTime time;
  time.flops = 2.0 * count * rows * inner * columns;
  const double fill = rows / (rows + kFillRows * rates.tile);
  const double executed = 2.0 * count * rows * padded(inner, rates.tile) * padded(columns, rates.tile);
  time.mxu = executed / (rates.product * fill);
  time.bytes = count * (rates.operand_bytes * (rows * inner + inner * columns) + 2.0 * rows * columns);
  time.hbm = time.bytes / rates.hbm;
  return time;
}

OperatorTime scaled(OperatorTime time, double factor) {
  time.flops *= factor;
  time.mxu *= factor;
  time.hbm *= factor;
  time.bytes *= factor;
  return time;
}

/// Product with its two backward products (gradients of input and weights).
OperatorPhases with_backward(const OperatorTime& forward, bool repeats) {
  return {forward, repeats ? forward : OperatorTime{}, scaled(forward, 2.0)};
}

double score_pairs(const TrainingPlan& plan, bool is_global) {
  const double length = plan.sequence_length;
  const double window = plan.model.sliding_window;
  const double block = std::min(kAttentionBlock, length);
  const double causal = 0.5 * length * (length + block);
  if (!is_global && window < length) return std::min(causal, length * (window + block));
  return plan.model.attention == AttentionKind::kCausal ? causal : length * length;
}

OperatorPhases attention(const TrainingPlan& plan, const Rates& rates, bool is_global, double tokens,
                         const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const double heads = std::max(1.0, static_cast<double>(model.heads) / plan.parallelism.tensor);
  const double samples = tokens / plan.sequence_length;
  const double pairs = samples * heads * score_pairs(plan, is_global);
  const double score = model.head_dim + (model.kv_rank > 0 ? model.rope_head_dim : 0);
  const double value = model.head_dim;
  OperatorTime forward;
  forward.flops = 2.0 * pairs * (score + value);
  forward.mxu = 2.0 * pairs * (padded(score, kAttentionTile) + padded(value, kAttentionTile)) /
                (rates.product_bf16 * constants.attention_efficiency);
  const double kv_heads = std::max(1.0, static_cast<double>(model.kv_heads) / plan.parallelism.tensor);
  forward.bytes = 2.0 * tokens * (2.0 * heads + 2.0 * kv_heads) * model.head_dim;
  forward.hbm = forward.bytes / rates.hbm;
  const bool repeats = plan.remat != Remat::kNone && !keeps(plan, SavedTensor::kAttention);
  return {forward, repeats ? forward : OperatorTime{}, scaled(forward, 2.5)};
}

OperatorPhases projections(const TrainingPlan& plan, const Rates& rates, double tokens) {
  const TransformerSpec& model = plan.model;
  const double tensor = plan.parallelism.tensor;
  const bool repeats = repeats_products(plan.remat) && !keeps(plan, SavedTensor::kQkv);
  const double heads = std::max(1.0, model.heads / tensor);
  if (model.kv_rank <= 0) {
    const double kv_heads = std::max(1.0, model.kv_heads / tensor);
    return with_backward(product(rates, 1, tokens, model.hidden, (heads + 2.0 * kv_heads) * model.head_dim), repeats);
  }
  const double query_out = heads * (model.head_dim + model.rope_head_dim);
  OperatorTime forward = product(rates, 1, tokens, model.hidden, model.kv_rank + model.rope_head_dim);
  forward += product(rates, 1, tokens, model.kv_rank, heads * 2.0 * model.head_dim);
  if (model.query_rank > 0) {
    forward += product(rates, 1, tokens, model.hidden, model.query_rank);
    forward += product(rates, 1, tokens, model.query_rank, query_out);
  } else {
    forward += product(rates, 1, tokens, model.hidden, query_out);
  }
  return with_backward(forward, repeats);
}

OperatorPhases dense_mlp(const TrainingPlan& plan, const Rates& rates, double tokens, double width) {
  const double ways = plan.model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double local = width / plan.parallelism.tensor;
  const OperatorTime in = product(rates, 1, tokens, plan.model.hidden, ways * local);
  const OperatorTime out = product(rates, 1, tokens, local, plan.model.hidden);
  const bool repeats = repeats_products(plan.remat) && !keeps(plan, SavedTensor::kMlpIn);
  OperatorPhases phases = with_backward(in, repeats);
  phases.forward += out;
  phases.backward += scaled(out, 2.0);
  return phases;
}

/// Rates of one product over all experts. Ragged groups (dropless routing) run below the rate of dense products.
Rates grouped_rates(Rates rates, const TransformerSpec& model, const StepConstants& constants) {
  if (model.is_dropless && model.capacity_factor <= 1.0) rates.product *= constants.grouped_efficiency;
  return rates;
}

OperatorPhases experts(const TrainingPlan& plan, const Rates& rates, double tokens, const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const double ways = model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double local_experts = std::max(1.0, static_cast<double>(model.experts) / plan.parallelism.expert);
  const double rows =
      tokens * model.experts_per_token * model.capacity_factor * plan.expert_imbalance / local_experts +
      0.5 * kExpertTile;
  const double width = static_cast<double>(model.expert_ffn) / plan.parallelism.tensor;
  const Rates grouped = grouped_rates(rates, model, constants);
  const OperatorTime in = product(grouped, local_experts, rows, model.hidden, ways * width);
  const OperatorTime out = product(grouped, local_experts, rows, width, model.hidden);
  const OperatorTime router = product(rates, 1, tokens, model.hidden, model.experts);
  const bool repeats = repeats_products(plan.remat) && !keeps(plan, SavedTensor::kMlpIn);
  OperatorPhases phases = with_backward(in, repeats);
  // The gradient of the routing weights needs the experts' results, so they are repeated unless kept.
  if (repeats_products(plan.remat) && !keeps(plan, SavedTensor::kMlpOut)) phases.recompute += out;
  phases.forward += out;
  phases.backward += scaled(out, 2.0);
  phases.forward += router;
  phases.backward += scaled(router, 2.0);
  return phases;
}

/// Passes that bring the operands of one layer's products into the plan's narrow format: each is read as bf16 and
/// written in the format once for every axis that it is summed over. The backward pass quantizes gradients twice (for
/// the input's and the weights' gradient) and inputs and weights anew.
OperatorPhases quantization(const TrainingPlan& plan, const Rates& rates, const LayerKind& kind, double tokens,
                            const StepConstants& constants) {
  if (plan.precision == Precision::kBf16) return {};
  const TransformerSpec& model = plan.model;
  const double tensor = plan.parallelism.tensor;
  const double ways = model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double used = kind.is_moe ? (model.experts_per_token * model.capacity_factor + model.shared_experts) : 1.0;
  const double width = kind.is_moe ? model.expert_ffn : model.ffn;
  const double query = static_cast<double>(model.heads) * model.head_dim;
  const double inputs = tokens * (model.hidden + query + used * (model.hidden + width)) / tensor;
  const double outputs =
      tokens * (query + 2.0 * model.kv_heads * model.head_dim + model.hidden + used * (ways * width + model.hidden)) /
      tensor;
  const double routed = kind.is_moe ? static_cast<double>(model.experts) / plan.parallelism.expert : 0.0;
  const double mlp = kind.is_moe ? expert_weights(model) * (routed + model.shared_experts) : dense_mlp_weights(model);
  const double weights = (attention_weights(model) + mlp) / tensor;
  const double bytes = constants.quantization * (2.0 + rates.operand_bytes);
  const OperatorTime forward = traffic(rates, bytes * (inputs + weights));
  const OperatorTime backward = traffic(rates, bytes * (inputs + 2.0 * outputs + weights));
  return {forward, repeats_products(plan.remat) ? forward : OperatorTime{}, backward};
}

/// Norms, residual sums, rotary embedding, activation function and, in a MoE layer, the permutation of tokens.
OperatorPhases elementwise(const TrainingPlan& plan, const Rates& rates, const LayerKind& kind, double tokens,
                           const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const double tensor = plan.parallelism.tensor;
  const double block = (model.parallel_block ? 10.0 : 20.0) + (model.post_norms ? 8.0 : 0.0);
  const double ways = model.mlp == MlpKind::kGated ? 3.0 : 2.0;
  const double used = kind.is_moe ? (model.experts_per_token * model.capacity_factor + model.shared_experts) *
                                        static_cast<double>(model.expert_ffn)
                                  : static_cast<double>(model.ffn);
  double bytes = block * model.hidden + 4.0 * (model.heads + model.kv_heads) * model.head_dim + 2.0 * ways * used;
  if (kind.is_moe)
    bytes +=
        tensor * constants.expert_permutation * 8.0 * model.hidden * model.experts_per_token * model.capacity_factor;
  bytes *= constants.elementwise * tokens / tensor;
  const OperatorTime forward = traffic(rates, bytes);
  const bool repeats = plan.remat != Remat::kNone;
  return {forward, repeats ? forward : OperatorTime{}, scaled(forward, 2.0)};
}

}  // namespace

bool keeps(const TrainingPlan& plan, SavedTensor tensor) {
  return holds(plan.saved_tensors | plan.offloaded_tensors, tensor);
}

double offloaded_bytes_per_token(const TrainingPlan& plan, const LayerKind& kind) {
  const double inputs = plan.remat == Remat::kOffload ? plan.model.hidden : 0.0;
  return 2.0 * (inputs + saved_elements(plan.model, plan.offloaded_tensors, kind.is_moe)) / plan.parallelism.tensor;
}

std::array<LayerKind, 4> layer_kinds(const TransformerSpec& model) {
  const int sparse = moe_layers(model);
  const int dense = model.layers - sparse;
  const double share = static_cast<double>(global_layers(model)) / model.layers;
  const int sparse_global = static_cast<int>(std::lround(sparse * share));
  const int dense_global = global_layers(model) - sparse_global;
  return {LayerKind{dense_global, false, true}, LayerKind{dense - dense_global, false, false},
          LayerKind{sparse_global, true, true}, LayerKind{sparse - sparse_global, true, false}};
}

OperatorTable layer_operators(const TrainingPlan& plan, const ChipSpec& chip, const LayerKind& kind, double tokens,
                              const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const Rates rates = rates_of(plan, chip);
  const auto at = [](OperatorClass c) { return static_cast<std::size_t>(c); };
  OperatorTable table{};
  table[at(OperatorClass::kProjections)] = projections(plan, rates, tokens);
  table[at(OperatorClass::kAttention)] = attention(plan, rates, kind.is_global, tokens, constants);
  const double context = std::max(1.0, static_cast<double>(model.heads) / plan.parallelism.tensor) * model.head_dim;
  table[at(OperatorClass::kOutput)] =
      with_backward(product(rates, 1, tokens, context, model.hidden),
                    repeats_products(plan.remat) && !model.parallel_block && !keeps(plan, SavedTensor::kOutput));
  if (kind.is_moe) {
    table[at(OperatorClass::kExperts)] = experts(plan, rates, tokens, constants);
    if (model.shared_experts > 0) {
      table[at(OperatorClass::kMlp)] =
          dense_mlp(plan, rates, tokens, static_cast<double>(model.shared_experts) * model.expert_ffn);
    }
  } else {
    table[at(OperatorClass::kMlp)] = dense_mlp(plan, rates, tokens, model.ffn);
  }
  table[at(OperatorClass::kElementwise)] = elementwise(plan, rates, kind, tokens, constants);
  table[at(OperatorClass::kQuantization)] = quantization(plan, rates, kind, tokens, constants);
  return table;
}

OperatorTable outer_operators(const TrainingPlan& plan, const ChipSpec& chip, double tokens,
                              const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  Rates rates = rates_of(plan, chip);
  rates.product = rates.product_bf16;
  rates.operand_bytes = 2.0;
  const double columns = static_cast<double>(model.vocabulary) / plan.parallelism.tensor;
  const auto at = [](OperatorClass c) { return static_cast<std::size_t>(c); };
  OperatorTable table{};
  table[at(OperatorClass::kLogits)] = with_backward(product(rates, 1, tokens, model.hidden, columns), false);
  const OperatorTime loss = traffic(rates, constants.elementwise * 8.0 * tokens * columns);
  table[at(OperatorClass::kLoss)] = {loss, {}, loss};
  const OperatorTime embed = traffic(rates, 4.0 * tokens * model.hidden / plan.parallelism.tensor);
  table[at(OperatorClass::kEmbedding)] = {embed, {}, scaled(embed, 2.0)};
  return table;
}

}  // namespace gigapod
