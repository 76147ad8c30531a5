// Counts of a decoder in serving.
//
//   routed experts   layers_moe E m h f_e;  a batch of b tokens touches the share 1 - (1 - k / E)^b of them
//   KV cache         2 K Q elements a token and layer; with latent attention r_kv + r
//   attention        4 H Q FLOPs per query-key pair and layer; latent attention in decode works on the compressed
//                    cache, 2 H (2 r_kv + r) (arXiv:2405.04434, weight absorption)
//
// Assumes tokens choose experts independently and evenly. Local layers see at most their window and keep no more.

#include "sim/model/serving/model_work.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

ModelWork model_work(const ServingPlan& plan) {
  const TransformerSpec& model = plan.model;
  const double matrices = model.mlp == MlpKind::kGated ? 3.0 : 2.0;
  const double expert = matrices * model.hidden * static_cast<double>(model.expert_ffn);
  const double embedding = static_cast<double>(model.vocabulary) * model.hidden;
  const double heads = model.heads;
  ModelWork work;
  work.parameters = parameter_count(model);
  work.routed = moe_layers(model) * expert * model.experts;
  work.streamed = work.parameters - work.routed - (model.ties_embeddings ? 0.0 : embedding);
  work.routed_active = moe_layers(model) * expert * model.experts_per_token;
  work.dense_active = active_parameter_count(model) - work.routed_active;
  work.head = embedding;
  work.prefill_scores = 4.0 * score_width(model);
  work.scores = model.kv_rank > 0 ? 2.0 * heads * (2.0 * model.kv_rank + model.rope_head_dim) : work.prefill_scores;
  work.kv_per_token_layer = kv_cache_bytes_per_token(model, plan.kv_bytes) / model.layers;
  return work;
}

double seen_tokens(const TransformerSpec& model, double context) {
  const double global = global_layers(model);
  const double window = std::min(context, static_cast<double>(std::max(model.sliding_window, 1)));
  return global * context + (model.layers - global) * window;
}

double prompt_pairs(const TransformerSpec& model, double prompt) {
  const double share = model.attention == AttentionKind::kCausal ? 0.5 : 1.0;
  const double global = global_layers(model);
  const double window = std::min(prompt, static_cast<double>(std::max(model.sliding_window, 1)));
  const double local = window * (prompt - 0.5 * window);
  return share * global * prompt * prompt + (model.layers - global) * local;
}

double touched_experts(const TransformerSpec& model, double tokens) {
  if (model.experts <= 0) return 0.0;
  const double chosen = static_cast<double>(model.experts_per_token) / model.experts;
  return 1.0 - std::pow(1.0 - chosen, tokens);
}

double mean_context(const ServingPlan& plan) { return plan.prompt_tokens + 0.5 * plan.output_tokens; }

Bytes kv_per_sequence(const ServingPlan& plan) {
  return model_work(plan).kv_per_token_layer * seen_tokens(plan.model, mean_context(plan));
}

Flops request_flops(const ServingPlan& plan) {
  const double tokens = plan.prompt_tokens + plan.output_tokens;
  const double weights = 2.0 * active_parameter_count(plan.model) * tokens;
  const double per_pair = 4.0 * score_width(plan.model);
  const double global = global_layers(plan.model);
  const double window = std::min(tokens, static_cast<double>(std::max(plan.model.sliding_window, 1)));
  const double pairs =
      0.5 * global * tokens * tokens + (plan.model.layers - global) * window * (tokens - 0.5 * window);
  return Flops(weights + per_pair * pairs);
}

}  // namespace gigapod
