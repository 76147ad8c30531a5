/// HBM of one chip in training.
///
///   weights, gradients, optimizer  bytes per parameter x parameters of the fullest stage over the chips that share
///                                  them: tensor, fsdp, expert, context and dcn_fsdp degrees
///   activations  t tokens of one pass on the chip x layers of the fullest stage x microbatches that the first stage
///                holds (pipeline_schedule.cpp); bytes per token and layer by policy, tensor degree divided out:
///                full 2 h; minimal 2 (2 h + query, key, value and context + MLP inputs); none in addition the
///                elementwise results; offload none (two layers in flight)
///   workspace    gathered bf16 weights and gradients of the layer in flight, its intermediate activations, logits
///
/// The fullest stage of a pipeline has ceil(layers / stages) layers and one of the two vocabulary matrices.
/// Assumes fused attention (no score matrix in HBM) and gradients that live until the optimizer has used them.
#include "sim/model/memory/training_memory.hpp"

#include "sim/model/memory/saved_elements.hpp"
#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/training_step.hpp"

#include <algorithm>

namespace gigapod {

namespace {

/// What the products of a layer write, but for the last matrix of the MLP: nothing needs its result again.
constexpr unsigned kProducts =
    static_cast<unsigned>(SavedTensor::kQkv) | static_cast<unsigned>(SavedTensor::kAttention) |
    static_cast<unsigned>(SavedTensor::kOutput) | static_cast<unsigned>(SavedTensor::kMlpIn);

/// Values per token that `tensors` hold in the mean layer.
double mean_elements(const TransformerSpec& model, unsigned tensors) {
  if (tensors == 0) return 0.0;
  const double sparse = static_cast<double>(moe_layers(model)) / model.layers;
  return (1.0 - sparse) * saved_elements(model, tensors, false) + sparse * saved_elements(model, tensors, true);
}

/// Values per token that the products of the largest layer write.
double largest_products(const TransformerSpec& model) {
  const int sparse = moe_layers(model);
  if (sparse == 0) return saved_elements(model, kProducts, false);
  const double mixture = saved_elements(model, kProducts, true);
  return sparse == model.layers ? mixture : std::max(mixture, saved_elements(model, kProducts, false));
}

double kept_bytes_per_token(const TrainingPlan& plan) {
  const TransformerSpec& model = plan.model;
  const double input = 2.0 * model.hidden;
  switch (plan.remat) {
    case Remat::kNone: return 2.0 * (input + 2.0 * mean_elements(model, kProducts));
    case Remat::kMinimal: return input + 2.0 * mean_elements(model, kProducts);
    case Remat::kFull: return input + 2.0 * mean_elements(model, plan.saved_tensors);
    case Remat::kOffload: return 2.0 * mean_elements(model, plan.saved_tensors);
  }
  return input;
}

/// Parameters of the fullest of `stages` stages: its layers, and the embedding or the output matrix.
double stage_parameters(const TransformerSpec& model, int stages) {
  if (stages < 2) return parameter_count(model);
  const double vocabulary = static_cast<double>(model.vocabulary) * model.hidden;
  const double layers = parameter_count(model) - vocabulary * (model.ties_embeddings ? 1.0 : 2.0);
  return layers * most_layers_of_stage(model.layers, stages) / model.layers + vocabulary;
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
  const int stages = pipeline_stages(p);
  const double sharers = static_cast<double>(p.tensor) * p.fsdp * p.expert * p.context * p.dcn_fsdp;
  const double parameters = stage_parameters(model, stages) / sharers;
  const double tokens = tokens_per_pass(plan);
  const double layers = most_layers_of_stage(model.layers, stages);
  const double layer_weights = (parameter_count(model) / model.layers) / p.tensor / p.expert;

  MemoryUse use;
  // With a sharded optimizer every replica holds bf16 weights, and its share of the masters and moments.
  const double states = plan.parameter_bytes + plan.optimizer_bytes;
  use.weights = Bytes(parameters * (plan.shards_optimizer ? 2.0 : plan.parameter_bytes));
  use.gradients = Bytes(parameters * plan.gradient_bytes);
  use.optimizer = Bytes(parameters * (plan.shards_optimizer ? states / p.data : plan.optimizer_bytes));
  use.activations = Bytes(tokens * layers * microbatches_held(p) * kept_bytes_per_token(plan) / p.tensor);
  const double gathered = p.fsdp * p.dcn_fsdp > 1 ? 2.0 * layer_weights : 0.0;
  const double scratch = tokens * 2.0 * (2.0 * model.hidden + largest_products(model)) / p.tensor;
  use.workspace = Bytes(gathered + scratch);
  return use;
}

}  // namespace gigapod
