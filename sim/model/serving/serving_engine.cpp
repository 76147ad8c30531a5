// Constants fitted to published serving measurements; docs/models/serving.md shows the fit and its error.

#include "sim/model/serving/serving_engine.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  std::string_view chip;
  ServingEngine engine;
};

constexpr std::array<Row, 4> kRows{{
    // PaLM 540B on 64 chips (arXiv:2211.05102, Table 2 and section 4.4); expert_efficiency assumed.
    {"v4", {Seconds(90e-6), 1.0, 0.3}},
    // Llama 3.3 70B with vLLM on 8 chips (AI-Hypercomputer/tpu-recipes); expert_efficiency assumed.
    {"v6e", {Seconds(20e-6), 1.0, 0.3}},
    // Qwen3-32B, Qwen3-Coder-480B and Qwen3.5-397B with vLLM, fp8 (AI-Hypercomputer/tpu-recipes).
    {"v7", {Seconds(90e-6), 0.6, 0.08}},
    // Llama 2 70B and Mixtral 8x7B (MLPerf Inference v4.1), Llama 3.1 70B (ML.ENERGY leaderboard).
    {"h100", {Seconds(50e-6), 0.6, 0.5}},
}};

}  // namespace

ServingEngine serving_engine(std::string_view chip) {
  for (const Row& row : kRows) {
    if (row.chip == chip) return row.engine;
  }
  return {};
}

}  // namespace gigapod
