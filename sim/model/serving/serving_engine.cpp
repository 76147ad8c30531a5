// Constants fitted to published serving measurements; docs/models/serving.md shows the fit and its error.

#include "sim/model/serving/serving_engine.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  std::string_view chip;
  ServingEngine engine;
};

constexpr ServingEngine kHopper{Seconds(60e-6), 0.87, 0.48};
constexpr ServingEngine kBlackwell{Seconds(68e-6), 0.48, 0.23};

constexpr std::array<Row, 10> kRows{{
    // PaLM 540B on 64 chips (arXiv:2211.05102, Table 2 and section 4.4); expert_efficiency assumed.
    {"v4", {Seconds(83e-6), 0.3, 0.3}},
    // Llama 3.3 70B with vLLM on 8 chips (AI-Hypercomputer/tpu-recipes); expert_efficiency assumed.
    {"v6e", {Seconds(42e-6), 0.8, 0.3, 0.5}},
    // Qwen3-32B, Qwen3-Coder-480B and Qwen3.5-397B with vLLM, fp8 (AI-Hypercomputer/tpu-recipes).
    {"v7", {Seconds(71e-6), 0.67, 0.078}},
    // Llama 2 70B, Mixtral 8x7B and GPT-J (MLPerf Inference v4.1), Llama 3.1 70B (ML.ENERGY leaderboard),
    // DeepSeek-V3.
    {"h100", kHopper},
    {"h200", kHopper},
    {"h800", kHopper},
    // Llama 2 70B (MLPerf Inference v4.1); Llama 3.3 70B, Llama 3.1 405B and Qwen3-235B (TensorRT-LLM), fp4.
    {"b200", kBlackwell},
    {"gb200", kBlackwell},
    {"b300", kBlackwell},
    {"gb300", kBlackwell},
}};

}  // namespace

ServingEngine serving_engine(std::string_view chip) {
  for (const Row& row : kRows) {
    if (row.chip == chip) return row.engine;
  }
  return {};
}

}  // namespace gigapod
