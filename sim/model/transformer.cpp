/// Counts of a decoder transformer.
///
/// Weights of a layer (h hidden, H query heads, K key-value heads, Q head size, f MLP width):
///   attention          h H Q + 2 h K Q + H Q h
///   latent attention   h r_q + r_q H (Q + r) + h (r_kv + r) + r_kv H 2 Q + H Q h   (arXiv:2412.19437, section 2.1)
///   MLP                m h f with m = 2 (plain) or 3 (gated)
///   MoE                m h f_e (experts + shared) + h experts (router)
/// and V h for each of the embedding and output tables. Biases and norm scales are left out (below 0.1%).
/// FLOPs follow PaLM's appendix B (arXiv:2204.02311): 6 N + 12 L H Q T per trained token.
#include "sim/model/transformer.hpp"

#include <algorithm>

namespace gigapod {

namespace {

double mlp_matrices(const TransformerSpec& model) { return model.mlp == MlpKind::kGated ? 3.0 : 2.0; }

}  // namespace

double expert_weights(const TransformerSpec& model) {
  return mlp_matrices(model) * model.hidden * static_cast<double>(model.expert_ffn);
}

int moe_layers(const TransformerSpec& model) {
  if (model.experts <= 0) return 0;
  return (model.layers - model.dense_layers) / std::max(1, model.moe_layer_every);
}

int global_layers(const TransformerSpec& model) {
  if (model.sliding_window <= 0) return model.layers;
  return model.layers / std::max(1, model.global_layer_every);
}

double attention_weights(const TransformerSpec& model) {
  const double hidden = model.hidden;
  const double query_width = static_cast<double>(model.heads) * model.head_dim;
  if (model.kv_rank <= 0) return 2.0 * hidden * query_width + 2.0 * hidden * model.kv_heads * model.head_dim;
  const double query_out = query_width + static_cast<double>(model.heads) * model.rope_head_dim;
  const double query = model.query_rank > 0 ? model.query_rank * (hidden + query_out) : hidden * query_out;
  const double key_value = hidden * (model.kv_rank + model.rope_head_dim) + model.kv_rank * 2.0 * query_width;
  return query + key_value + query_width * hidden;
}

double dense_mlp_weights(const TransformerSpec& model) {
  return mlp_matrices(model) * model.hidden * static_cast<double>(model.ffn);
}

double parameter_count(const TransformerSpec& model) {
  const double sparse = moe_layers(model);
  const double embedding = static_cast<double>(model.vocabulary) * model.hidden;
  const double router = static_cast<double>(model.hidden) * model.experts;
  return model.layers * attention_weights(model) + (model.layers - sparse) * dense_mlp_weights(model) +
         sparse * (expert_weights(model) * (model.experts + model.shared_experts) + router) +
         embedding * (model.ties_embeddings ? 1.0 : 2.0);
}

double routed_parameter_count(const TransformerSpec& model) {
  return moe_layers(model) * expert_weights(model) * static_cast<double>(model.experts);
}

double active_parameter_count(const TransformerSpec& model) {
  const double sparse = moe_layers(model);
  const double router = static_cast<double>(model.hidden) * model.experts;
  return model.layers * attention_weights(model) + (model.layers - sparse) * dense_mlp_weights(model) +
         sparse * (expert_weights(model) * (model.experts_per_token + model.shared_experts) + router) +
         static_cast<double>(model.vocabulary) * model.hidden;
}

double score_width(const TransformerSpec& model) {
  const double heads = model.heads;
  if (model.kv_rank <= 0) return heads * model.head_dim;
  return heads * (model.head_dim + 0.5 * model.rope_head_dim);
}

Flops training_flops_per_token(const TransformerSpec& model, int sequence_length, bool causal_counted_half) {
  const double global = global_layers(model);
  const double window = std::min(sequence_length, std::max(model.sliding_window, 1));
  const double seen = global * sequence_length + (model.layers - global) * window;
  const double attention = 12.0 * score_width(model) * seen * (causal_counted_half ? 0.5 : 1.0);
  return Flops(6.0 * active_parameter_count(model) + attention);
}

Bytes kv_cache_bytes_per_token(const TransformerSpec& model, double bytes_per_element) {
  const double elements = model.kv_rank > 0 ? static_cast<double>(model.kv_rank) + model.rope_head_dim
                                            : 2.0 * model.kv_heads * model.head_dim;
  return Bytes(model.layers * elements * bytes_per_element);
}

FieldList<TransformerSpec> transformer_fields() {
  using T = TransformerSpec;
  const Range size{1, 1e9};
  const Range count{0, 1e9};
  FieldList<T> list;
  list.text("name", &T::name, "Name used to refer to the model.").required();
  list.text("description", &T::description, "What the model is, for people.");
  list.integer("layers", &T::layers, size, "Transformer layers.").required();
  list.integer("hidden", &T::hidden, size, "Model width.").required();
  list.integer("heads", &T::heads, size, "Query heads.").required();
  list.integer("kv_heads", &T::kv_heads, size, "Key and value heads (1: multi-query).").required();
  list.integer("head_dim", &T::head_dim, size, "Width of one head.");
  list.integer("ffn", &T::ffn, size, "MLP width of a dense layer.").required();
  list.choice("mlp", &T::mlp, {"plain", "gated"}, "Two matrices (ReLU, GELU) or three (SwiGLU, GeGLU).");
  list.choice("attention", &T::attention, {"full", "causal"}, "Score blocks that the kernel computes.");
  list.integer("sliding_window", &T::sliding_window, count, "Tokens that a local layer sees; 0: no local layers.");
  list.integer("global_layer_every", &T::global_layer_every, size, "With a window: one global layer in this many.");
  list.integer("experts", &T::experts, count, "Routed experts of a mixture-of-experts layer; 0: dense model.");
  list.integer("experts_per_token", &T::experts_per_token, count, "Routed experts that one token uses.");
  list.integer("expert_ffn", &T::expert_ffn, count, "MLP width of one expert.");
  list.integer("shared_experts", &T::shared_experts, count, "Experts of the same width that every token uses.");
  list.integer("dense_layers", &T::dense_layers, count, "Leading layers without experts.");
  list.integer("moe_layer_every", &T::moe_layer_every, size, "One expert layer in this many, after the dense ones.");
  list.boolean("dropless", &T::is_dropless,
               "Experts take every token routed to them; false: buffers of `capacity_factor`, the rest is dropped.");
  list.number("capacity_factor", &T::capacity_factor, {1.0, 100.0}, "Expert buffer over the mean load.");
  list.integer("vocabulary", &T::vocabulary, size, "Entries of the embedding table.").required();
  list.boolean("ties_embeddings", &T::ties_embeddings, "One table for embedding and output.");
  list.boolean("post_norms", &T::post_norms, "Results of attention and MLP are normalised too (Gemma).");
  list.boolean("parallel_block", &T::parallel_block, "Attention and MLP read the same input (PaLM).");
  list.integer("query_rank", &T::query_rank, count, "Latent attention: rank of the queries; 0: not compressed.");
  list.integer("kv_rank", &T::kv_rank, count, "Latent attention: rank of keys and values; 0: plain attention.");
  list.integer("rope_head_dim", &T::rope_head_dim, count, "Latent attention: width of the rotary part of a head.");
  list.integer("context_window", &T::context_window, count, "Most tokens of a prompt and its answer; 0: not known.");
  return list;
}

}  // namespace gigapod
