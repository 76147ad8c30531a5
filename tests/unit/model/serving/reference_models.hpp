#pragma once

#include "sim/model/transformer.hpp"

namespace gigapod::testing {

/// Models with the dimensions of topologies/catalog/models or of their published configuration files.
inline TransformerSpec palm_540b() {
  TransformerSpec model;
  model.name = "palm-540b";
  model.layers = 118;
  model.hidden = 18432;
  model.heads = 48;
  model.kv_heads = 1;
  model.head_dim = 256;
  model.ffn = 73728;
  model.attention = AttentionKind::kFull;
  model.vocabulary = 256000;
  model.ties_embeddings = true;
  model.parallel_block = true;
  return model;
}

inline TransformerSpec llama3_70b() {
  TransformerSpec model;
  model.name = "llama3.1-70b";
  model.layers = 80;
  model.hidden = 8192;
  model.heads = 64;
  model.kv_heads = 8;
  model.ffn = 28672;
  model.vocabulary = 128256;
  return model;
}

inline TransformerSpec llama3_405b() {
  TransformerSpec model = llama3_70b();
  model.name = "llama3.1-405b";
  model.layers = 126;
  model.hidden = 16384;
  model.heads = 128;
  model.ffn = 53248;
  return model;
}

inline TransformerSpec llama2_70b() {
  TransformerSpec model = llama3_70b();
  model.name = "llama2-70b";
  model.vocabulary = 32000;
  return model;
}

inline TransformerSpec mixtral_8x7b() {
  TransformerSpec model;
  model.name = "mixtral-8x7b";
  model.layers = 32;
  model.hidden = 4096;
  model.heads = 32;
  model.kv_heads = 8;
  model.ffn = 14336;
  model.experts = 8;
  model.experts_per_token = 2;
  model.expert_ffn = 14336;
  return model;
}

inline TransformerSpec deepseek_v3() {
  TransformerSpec model;
  model.name = "deepseek3-671b";
  model.layers = 61;
  model.hidden = 7168;
  model.heads = 128;
  model.kv_heads = 128;
  model.ffn = 18432;
  model.experts = 256;
  model.experts_per_token = 8;
  model.expert_ffn = 2048;
  model.shared_experts = 1;
  model.dense_layers = 3;
  model.vocabulary = 129280;
  model.query_rank = 1536;
  model.kv_rank = 512;
  model.rope_head_dim = 64;
  return model;
}

inline TransformerSpec qwen3_32b() {
  TransformerSpec model;
  model.name = "qwen3-32b";
  model.layers = 64;
  model.hidden = 5120;
  model.heads = 64;
  model.kv_heads = 8;
  model.ffn = 25600;
  model.vocabulary = 151936;
  return model;
}

inline TransformerSpec qwen3_coder_480b() {
  TransformerSpec model;
  model.name = "qwen3-coder-480b-a35b";
  model.layers = 62;
  model.hidden = 6144;
  model.heads = 96;
  model.kv_heads = 8;
  model.ffn = 8192;
  model.experts = 160;
  model.experts_per_token = 8;
  model.expert_ffn = 2560;
  model.vocabulary = 151936;
  return model;
}

/// Three of four layers have linear attention, whose state is taken as a window of 128 tokens.
inline TransformerSpec qwen35_397b() {
  TransformerSpec model;
  model.name = "qwen3.5-397b-a17b";
  model.layers = 60;
  model.hidden = 4096;
  model.heads = 32;
  model.kv_heads = 2;
  model.head_dim = 256;
  model.ffn = 1024;
  model.sliding_window = 128;
  model.global_layer_every = 4;
  model.experts = 512;
  model.experts_per_token = 10;
  model.expert_ffn = 1024;
  model.shared_experts = 1;
  model.vocabulary = 248320;
  return model;
}

}  // namespace gigapod::testing
