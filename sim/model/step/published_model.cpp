#include "sim/model/step/published_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace gigapod {

namespace {

/// What no column of a row says, by the start of the model's name. Sources: the model cards and configuration files
/// that the models were published with.
struct Architecture {
  std::string_view prefix;
  int sliding_window;
  int global_layer_every;
  int shared_experts;
  int dense_layers;
  int moe_layer_every;
  int query_rank;
  int kv_rank;
  int rope_head_dim;
  bool parallel_block;
  bool ties_embeddings;
};

constexpr std::array kArchitectures{
    Architecture{"deepseek3", 0, 1, 1, 3, 1, 1536, 512, 64, false, false},     // arXiv:2412.19437, section 4.2
    Architecture{"DeepSeek-V3", 0, 1, 1, 3, 1, 1536, 512, 64, false, false},   // the same
    Architecture{"deepseek2", 0, 1, 2, 1, 1, 1536, 512, 64, false, false},     // arXiv:2405.04434, section 3.1.2
    Architecture{"gemma2", 4096, 2, 0, 0, 1, 0, 0, 0, false, true},            // arXiv:2408.00118, Table 1
    Architecture{"gemma3", 1024, 6, 0, 0, 1, 0, 0, 0, false, true},            // arXiv:2503.19786, section 2
    Architecture{"gemma4-2b", 512, 5, 0, 0, 1, 0, 0, 0, false, true},          // MaxText gemma4 configuration
    Architecture{"gemma4-26b", 1024, 6, 3, 0, 1, 0, 0, 0, false, true},        // MaxText gemma4 configuration
    Architecture{"gemma4", 1024, 6, 0, 0, 1, 0, 0, 0, false, true},            // MaxText gemma4 configuration
    Architecture{"gpt-oss", 128, 2, 0, 0, 1, 0, 0, 0, false, false},           // arXiv:2508.10925, section 2
    Architecture{"llama4-maverick", 8192, 4, 1, 0, 2, 0, 0, 0, false, false},  // Llama 4 model card
    Architecture{"llama4", 8192, 4, 1, 0, 1, 0, 0, 0, false, false},           // Llama 4 model card
    Architecture{"PaLM", 0, 1, 0, 0, 1, 0, 0, 0, true, true},                  // arXiv:2204.02311, section 2
};

void apply(const Architecture& known, TransformerSpec& model) {
  model.sliding_window = known.sliding_window;
  model.global_layer_every = known.global_layer_every;
  model.shared_experts = known.shared_experts;
  model.dense_layers = known.dense_layers;
  model.moe_layer_every = known.moe_layer_every;
  model.query_rank = known.query_rank;
  model.kv_rank = known.kv_rank;
  model.rope_head_dim = known.rope_head_dim;
  model.parallel_block = known.parallel_block;
  model.ties_embeddings = known.ties_embeddings;
  // The programs of 2022 compute every score block.
  if (known.prefix == "PaLM") model.attention = AttentionKind::kFull;
  model.post_norms = known.prefix.starts_with("gemma");
}

/// The MLP form whose parameter count is nearest to the published one.
MlpKind nearest_mlp(TransformerSpec model, double published) {
  model.mlp = MlpKind::kPlain;
  const double plain = std::abs(parameter_count(model) - published);
  model.mlp = MlpKind::kGated;
  const double gated = std::abs(parameter_count(model) - published);
  return gated < plain ? MlpKind::kGated : MlpKind::kPlain;
}

}  // namespace

std::string_view cell_text(const MeasuredRow& row, std::string_view column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string_view{} : std::string_view(found->second);
}

double cell_number(const MeasuredRow& row, std::string_view column) {
  const std::string text(cell_text(row, column));
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() || *end != '\0' ? 0.0 : number;
}

TransformerSpec published_model(const MeasuredRow& row) {
  const auto integer = [&](std::string_view column) { return static_cast<int>(cell_number(row, column)); };
  TransformerSpec model;
  model.name = cell_text(row, "model");
  model.layers = std::max(1, integer("layers"));
  model.hidden = std::max(1, integer("hidden"));
  model.heads = std::max(1, integer("heads"));
  model.kv_heads = integer("kv_heads") > 0 ? integer("kv_heads") : model.heads;
  model.head_dim = integer("head_dim");
  model.vocabulary = integer("vocab") > 0 ? integer("vocab") : 51200;
  model.experts = integer("moe_experts");
  model.experts_per_token = integer("moe_topk");
  model.expert_ffn = integer("moe_ffn");
  model.ffn = integer("ffn") > 0 ? integer("ffn") : model.experts > 0 ? model.expert_ffn : 4 * model.hidden;
  for (const Architecture& known : kArchitectures) {
    if (!model.name.starts_with(known.prefix)) continue;
    apply(known, model);
    break;
  }
  // Only latent attention decouples the head size from the width.
  if (model.head_dim == 0) model.head_dim = model.kv_rank > 0 ? 128 : model.hidden / model.heads;
  const double published = cell_number(row, "params_b") * 1e9;
  model.mlp = model.experts > 0 || published <= 0.0 ? MlpKind::kGated : nearest_mlp(model, published);
  return model;
}

}  // namespace gigapod
