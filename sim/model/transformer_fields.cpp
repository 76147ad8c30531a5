#include "sim/model/transformer.hpp"

namespace gigapod {

FieldList<TransformerSpec> transformer_fields() {
  const Range width{1.0, 1e7};
  const Range depth{1.0, 1e5};
  const Range optional_width{0.0, 1e7};
  FieldList<TransformerSpec> list;
  list.text("name", &TransformerSpec::name, "Name used to refer to the model.").required();
  list.text("description", &TransformerSpec::description, "What the model is, for people.");
  list.integer("layers", &TransformerSpec::layers, depth, "Transformer layers.").required();
  list.integer("hidden", &TransformerSpec::hidden, width, "Model width.").required();
  list.integer("heads", &TransformerSpec::heads, width, "Query heads.").required();
  list.integer("kv_heads", &TransformerSpec::kv_heads, width, "Key and value heads.").required();
  list.integer("head_dim", &TransformerSpec::head_dim, width, "Width of one head.");
  list.integer("ffn", &TransformerSpec::ffn, width, "MLP width of a dense layer.").required();
  list.choice("mlp", &TransformerSpec::mlp, {"plain", "gated"}, "MLP of two matrices, or three (SwiGLU, GeGLU).");
  list.choice("attention", &TransformerSpec::attention, {"full", "causal"},
              "Score blocks that the attention kernel computes.");
  list.integer("sliding_window", &TransformerSpec::sliding_window, {0.0, 1e9},
               "Tokens seen by a local layer; 0: every layer is global.");
  list.integer("global_layer_every", &TransformerSpec::global_layer_every, depth,
               "With a window: one global layer in this many.");
  list.integer("experts", &TransformerSpec::experts, {0.0, 1e5}, "Routed experts of a MoE layer; 0: dense.");
  list.integer("experts_per_token", &TransformerSpec::experts_per_token, {0.0, 1e5},
               "Routed experts that one token uses.");
  list.integer("expert_ffn", &TransformerSpec::expert_ffn, optional_width, "MLP width of one expert.");
  list.integer("shared_experts", &TransformerSpec::shared_experts, {0.0, 1e4}, "Experts that every token uses.");
  list.integer("dense_layers", &TransformerSpec::dense_layers, {0.0, 1e5}, "Leading dense layers of a MoE model.");
  list.integer("moe_layer_every", &TransformerSpec::moe_layer_every, depth,
               "One MoE layer in this many after the dense ones.");
  list.number("capacity_factor", &TransformerSpec::capacity_factor, {1.0, 100.0},
              "Expert buffer over the mean load; the work of a MoE layer grows with it.");
  list.integer("vocabulary", &TransformerSpec::vocabulary, width, "Tokens in the vocabulary.");
  list.boolean("ties_embeddings", &TransformerSpec::ties_embeddings,
               "The output projection is the input embedding table.");
  list.boolean("parallel_block", &TransformerSpec::parallel_block,
               "Attention and MLP read the same normalised input.");
  list.integer("query_rank", &TransformerSpec::query_rank, optional_width,
               "Rank of the compressed query (latent attention); 0: none.");
  list.integer("kv_rank", &TransformerSpec::kv_rank, optional_width,
               "Rank of the compressed keys and values (latent attention); 0: none.");
  list.integer("rope_head_dim", &TransformerSpec::rope_head_dim, optional_width,
               "Rotary part of a head in latent attention.");
  return list;
}

}  // namespace gigapod
