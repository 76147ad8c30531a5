#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>

namespace gigapod {

enum class MlpKind {
  kPlain,
  kGated
};  ///< two matrices (ReLU, GELU) or three (SwiGLU, GeGLU)
enum class AttentionKind {
  kFull,
  kCausal
};  ///< which score blocks the kernel really computes

/// A decoder transformer, dense or mixture of experts.
struct TransformerSpec {
  std::string name;
  std::string description;
  int layers = 1;
  int hidden = 1;    ///< model width
  int heads = 1;     ///< query heads
  int kv_heads = 1;  ///< key and value heads (GQA, MQA)
  int head_dim = 128;
  int ffn = 1;  ///< MLP width of a dense layer
  MlpKind mlp = MlpKind::kGated;
  AttentionKind attention = AttentionKind::kCausal;
  int sliding_window = 0;      ///< tokens seen by a local layer; 0: every layer is global
  int global_layer_every = 1;  ///< with a window: one global layer in this many
  int experts = 0;             ///< routed experts of a MoE layer; 0: dense
  int experts_per_token = 0;
  int expert_ffn = 0;            ///< MLP width of one expert
  int shared_experts = 0;        ///< experts every token uses, of width `expert_ffn`
  int dense_layers = 0;          ///< leading layers that are dense in a MoE model
  int moe_layer_every = 1;       ///< one MoE layer in this many after the dense ones
  bool is_dropless = true;       ///< experts take whatever is routed to them; false: buffers of `capacity_factor`
  double capacity_factor = 1.0;  ///< expert buffer over the mean load; work grows with it
  int vocabulary = 32000;
  bool ties_embeddings = false;
  bool post_norms = false;      ///< results of attention and MLP are normalised too (Gemma)
  bool parallel_block = false;  ///< attention and MLP read the same normalised input (PaLM)
  // Multi-head latent attention (DeepSeek): ranks of the query and key-value compressions; 0: plain attention.
  int query_rank = 0;
  int kv_rank = 0;
  int rope_head_dim = 0;
  int context_window = 0;  ///< most tokens of a prompt and its answer together; 0: not known

  bool operator==(const TransformerSpec&) const = default;
};

[[nodiscard]] FieldList<TransformerSpec> transformer_fields();

/// All weights, embeddings included.
[[nodiscard]] double parameter_count(const TransformerSpec& model);
/// Of these, the weights of routed experts.
[[nodiscard]] double routed_parameter_count(const TransformerSpec& model);
/// Weights that one token multiplies with (routed experts only `experts_per_token`), embeddings as in the paper's N:
/// the input table is left out, the output projection counts.
[[nodiscard]] double active_parameter_count(const TransformerSpec& model);
/// Model FLOPs of training on one token: 6 N_active + attention 12 L H Q T (halved when `causal_counted_half`).
[[nodiscard]] Flops training_flops_per_token(const TransformerSpec& model, int sequence_length,
                                             bool causal_counted_half);
/// Weights of the attention of one layer, and of the MLP of one dense layer.
[[nodiscard]] double attention_weights(const TransformerSpec& model);
[[nodiscard]] double dense_mlp_weights(const TransformerSpec& model);
/// Weights of one expert.
[[nodiscard]] double expert_weights(const TransformerSpec& model);
/// Layers with routed experts, and layers whose attention sees the whole sequence.
[[nodiscard]] int moe_layers(const TransformerSpec& model);
[[nodiscard]] int global_layers(const TransformerSpec& model);
/// Heads times the mean width of score and value products: H Q, more with latent attention.
[[nodiscard]] double score_width(const TransformerSpec& model);
/// Bytes of key-value cache that one token adds over all layers, at `bytes_per_element`.
[[nodiscard]] Bytes kv_cache_bytes_per_token(const TransformerSpec& model, double bytes_per_element);

}  // namespace gigapod
