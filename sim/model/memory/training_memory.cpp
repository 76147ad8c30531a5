/// HBM of one chip in training.
///
///   weights, gradients, optimizer  bytes per parameter x parameters over the chips that share them: tensor, fsdp,
///                                  expert, context and pipeline degrees, dcn_fsdp and dcn_pipeline
///   activations  t tokens of one pass on the chip; bytes per token and layer by policy, tensor degree divided out:
///                full 2 h; minimal 2 (2 h + query, key, value and context + MLP inputs); none in addition the
///                elementwise results; offload none (two layers in flight)
///   workspace    gathered bf16 weights and gradients of the layer in flight, its intermediate activations, logits
///
/// Assumes fused attention (no score matrix in HBM) and gradients that live until the optimizer has used them.
#include "sim/model/memory/training_memory.hpp"

#include "sim/model/step/training_step.hpp"

#include <algorithm>

namespace gigapod {

namespace {

/// Elements per token that the matrix products of the largest layer write.
double product_elements(const TransformerSpec& model) {
  const double query = static_cast<double>(model.heads) * model.head_dim;
  const double key_value = 2.0 * model.kv_heads * model.head_dim;
  const double ways = model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double used = model.experts_per_token * model.capacity_factor + model.shared_experts;
  const double mlp = moe_layers(model) > 0 ? used * model.expert_ffn : static_cast<double>(model.ffn);
  return 2.0 * query + key_value + model.hidden + ways * mlp;
}

/// Bytes per token of the results kept on the chip beyond the policy.
double extra_bytes_per_token(const TrainingPlan& plan) {
  const TransformerSpec& model = plan.model;
  const unsigned saved = plan.saved_tensors;
  const double query = static_cast<double>(model.heads) * model.head_dim;
  double elements = 0.0;
  if (holds(saved, SavedTensor::kQkv)) elements += query + 2.0 * model.kv_heads * model.head_dim;
  if (holds(saved, SavedTensor::kAttention)) elements += query;
  if (holds(saved, SavedTensor::kOutput)) elements += model.hidden;
  if (holds(saved, SavedTensor::kMlpIn)) elements += 2.0 * model.ffn;
  if (holds(saved, SavedTensor::kMlpOut)) elements += model.hidden;
  return 2.0 * elements;
}

double kept_bytes_per_token(const TrainingPlan& plan) {
  const double input = 2.0 * plan.model.hidden;
  const double products = 2.0 * product_elements(plan.model);
  switch (plan.remat) {
    case Remat::kNone: return 2.0 * (input + products);
    case Remat::kMinimal: return input + products;
    case Remat::kFull: return input + extra_bytes_per_token(plan);
    case Remat::kOffload: return extra_bytes_per_token(plan);
  }
  return input;
}

}  // namespace

double tokens_per_pass(const TrainingPlan& plan) {
  const Parallelism& p = plan.parallelism;
  const double samples_ways = static_cast<double>(p.fsdp) * p.data * p.expert * p.dcn_data * p.dcn_fsdp;
  const double passes = static_cast<double>(plan.gradient_accumulation) * p.microbatches;
  return static_cast<double>(plan.global_batch) * plan.sequence_length / (samples_ways * p.context * passes);
}

MemoryUse training_memory(const TrainingPlan& plan, const StepMachine& /*machine*/) {
  const Parallelism& p = plan.parallelism;
  const TransformerSpec& model = plan.model;
  const double stages = static_cast<double>(p.pipeline) * p.dcn_pipeline;
  const double sharers = static_cast<double>(p.tensor) * p.fsdp * p.expert * p.context * p.dcn_fsdp * stages;
  const double parameters = parameter_count(model) / sharers;
  const double tokens = tokens_per_pass(plan);
  const double layers = std::max(1.0, model.layers / stages);
  const double in_flight = stages > 1 ? std::min<double>(stages, p.microbatches) : 1.0;
  const double layer_weights = (parameter_count(model) / model.layers) / p.tensor / p.expert;

  MemoryUse use;
  // With a sharded optimizer every replica holds bf16 weights, and its share of the masters and moments.
  const double states = plan.parameter_bytes + plan.optimizer_bytes;
  use.weights = Bytes(parameters * (plan.shards_optimizer ? 2.0 : plan.parameter_bytes));
  use.gradients = Bytes(parameters * plan.gradient_bytes);
  use.optimizer = Bytes(parameters * (plan.shards_optimizer ? states / p.data : plan.optimizer_bytes));
  use.activations = Bytes(tokens * layers * in_flight * kept_bytes_per_token(plan) / p.tensor);
  const double gathered = p.fsdp * p.dcn_fsdp > 1 ? 2.0 * layer_weights : 0.0;
  const double scratch = tokens * 2.0 * (2.0 * model.hidden + product_elements(model)) / p.tensor;
  use.workspace = Bytes(gathered + scratch);
  return use;
}

}  // namespace gigapod
