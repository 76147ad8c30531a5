#include "sim/model/transformer.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TransformerSpec model(int layers, int hidden, int heads, int kv_heads, int head_dim, int ffn, int vocabulary) {
  TransformerSpec spec;
  spec.layers = layers;
  spec.hidden = hidden;
  spec.heads = heads;
  spec.kv_heads = kv_heads;
  spec.head_dim = head_dim;
  spec.ffn = ffn;
  spec.vocabulary = vocabulary;
  return spec;
}

TransformerSpec moe(TransformerSpec spec, int experts, int used, int expert_ffn) {
  spec.experts = experts;
  spec.experts_per_token = used;
  spec.expert_ffn = expert_ffn;
  return spec;
}

TransformerSpec deepseek3() {
  TransformerSpec spec = moe(model(61, 7168, 128, 128, 128, 18432, 129280), 256, 8, 2048);
  spec.shared_experts = 1;
  spec.dense_layers = 3;
  spec.query_rank = 1536;
  spec.kv_rank = 512;
  spec.rope_head_dim = 64;
  return spec;
}

TransformerSpec maverick() {
  TransformerSpec spec = moe(model(48, 5120, 40, 8, 128, 16384, 202048), 128, 1, 8192);
  spec.shared_experts = 1;
  spec.moe_layer_every = 2;
  return spec;
}

TransformerSpec palm() {
  TransformerSpec spec = model(118, 18432, 48, 1, 256, 73728, 256000);
  spec.ties_embeddings = true;
  return spec;
}

TransformerSpec gpt3() {
  TransformerSpec spec = model(96, 12288, 96, 96, 128, 49152, 50257);
  spec.mlp = MlpKind::kPlain;
  spec.ties_embeddings = true;
  return spec;
}

struct Count {
  const char* name;
  TransformerSpec spec;
  double billions;
};

class ParameterCount : public testing::TestWithParam<Count> {};

TEST_P(ParameterCount, IsWithinOnePercentOfThePublishedOne) {
  const Count& count = GetParam();

  EXPECT_NEAR(parameter_count(count.spec) / 1e9, count.billions, 0.01 * count.billions) << count.name;
}

INSTANTIATE_TEST_SUITE_P(
    Published, ParameterCount,
    testing::Values(Count{"llama 3.1 8B", model(32, 4096, 32, 8, 128, 14336, 128256), 8.03},
                    Count{"llama 3.1 70B", model(80, 8192, 64, 8, 128, 28672, 128256), 70.6},
                    Count{"llama 3.1 405B", model(126, 16384, 128, 8, 128, 53248, 128256), 405.9},
                    Count{"llama 2 7B", model(32, 4096, 32, 32, 128, 11008, 32000), 6.74},
                    Count{"PaLM 540B", palm(), 540.35}, Count{"GPT-3 175B", gpt3(), 174.6},
                    Count{"mixtral 8x7B", moe(model(32, 4096, 32, 8, 128, 14336, 32000), 8, 2, 14336), 46.7},
                    Count{"mixtral 8x22B", moe(model(56, 6144, 48, 8, 128, 16384, 32768), 8, 2, 16384), 140.6},
                    Count{"DeepSeek-V3", deepseek3(), 671.0}, Count{"llama 4 maverick", maverick(), 400.7},
                    Count{"qwen3 235B", moe(model(94, 4096, 64, 4, 128, 12288, 151936), 128, 8, 1536), 235.1},
                    Count{"gpt-oss 120B", moe(model(36, 2880, 64, 8, 64, 2880, 201088), 128, 4, 2880), 116.8}),
    [](const auto& test) {
      std::string name = test.param.name;
      for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
      return name;
    });

struct FlopCount {
  const char* name;
  TransformerSpec spec;
  int length;
  bool halved;
  double gigaflops;  ///< scenarios/validation/training.csv, gflop_per_token_derived
};

class FlopsPerToken : public testing::TestWithParam<FlopCount> {};

TEST_P(FlopsPerToken, IsWithinOnePercentOfThePublishedOne) {
  const FlopCount& c = GetParam();

  EXPECT_NEAR(training_flops_per_token(c.spec, c.length, c.halved).value() / 1e9, c.gigaflops, 0.01 * c.gigaflops);
}

TransformerSpec maxtext_22b() {
  TransformerSpec spec = model(48, 6144, 24, 24, 256, 24576, 32768);
  spec.mlp = MlpKind::kPlain;
  return spec;
}

TransformerSpec gemma3() {
  TransformerSpec spec = model(48, 3840, 16, 8, 256, 15360, 262144);
  spec.sliding_window = 1024;
  spec.global_layer_every = 6;
  return spec;
}

INSTANTIATE_TEST_SUITE_P(
    Published, FlopsPerToken,
    testing::Values(FlopCount{"row 2", maxtext_22b(), 2048, false, 138.92},
                    FlopCount{"row 74", model(80, 8192, 64, 8, 128, 28672, 128256), 8192, false, 481.43},
                    FlopCount{"row 78", model(32, 4096, 32, 8, 128, 14336, 128256), 8192, false, 57.91},
                    FlopCount{"row 83", model(126, 16384, 128, 8, 128, 53248, 128256), 8192, false, 2625.43},
                    FlopCount{"row 90", gemma3(), 32768, true, 78.04},
                    FlopCount{"row 109", model(126, 16384, 128, 8, 128, 53248, 128256), 8192, true, 2523.96},
                    FlopCount{"row 112", model(80, 8192, 64, 8, 128, 28672, 128256), 8192, true, 449.22},
                    FlopCount{"row 148", palm(), 2048, false, 3275.33},
                    FlopCount{"row 118", moe(model(94, 4096, 64, 4, 128, 12288, 151936), 128, 8, 1536), 4096, true,
                              148.33}));

TEST(Transformer, KeyValueCacheOfLlama70bIs320KilobytesPerToken) {
  const TransformerSpec llama = model(80, 8192, 64, 8, 128, 28672, 128256);

  EXPECT_DOUBLE_EQ(kv_cache_bytes_per_token(llama, 2.0).value(), 327680.0);
}

TEST(Transformer, LatentAttentionCachesItsRanksOnly) {
  EXPECT_DOUBLE_EQ(kv_cache_bytes_per_token(deepseek3(), 2.0).value(), 61.0 * (512 + 64) * 2.0);
}

TEST(Transformer, LayersAreCountedByKind) {
  EXPECT_EQ(moe_layers(deepseek3()), 58);
  EXPECT_EQ(moe_layers(maverick()), 24);
  EXPECT_EQ(moe_layers(palm()), 0);
  EXPECT_EQ(global_layers(gemma3()), 8);
}

TEST(Transformer, FieldsReadBackWhatTheyWrite) {
  TransformerSpec spec;
  for (const auto& entry : transformer_fields().entries()) {
    const FieldValue value = entry.read(deepseek3());
    entry.write(spec, value);
  }

  EXPECT_EQ(spec, deepseek3());
}

}  // namespace
}  // namespace gigapod
