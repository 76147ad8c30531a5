// Published serving measurements against the model. Every row is printed; docs/models/serving.md shows the table.

#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/model/serving/steady_state.hpp"
#include "tests/unit/model/serving/catalog_chip.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace gigapod::testing {
namespace {

struct Row {
  std::string name;
  double measured;
  double modelled;
};

ServingPlan plan_of(const TransformerSpec& model, Precision precision, double weight_bytes, double kv_bytes,
                    double prompt, double output) {
  ServingPlan plan;
  plan.model = model;
  plan.precision = precision;
  plan.weight_bytes = weight_bytes;
  plan.kv_bytes = kv_bytes;
  plan.prompt_tokens = prompt;
  plan.output_tokens = output;
  plan.tpot_target = 1e6_s;
  plan.ttft_target = 1e6_s;
  return plan;
}

/// A benchmark client that keeps `concurrency` requests running until `requests` are done: full waves, then the rest.
struct ClosedLoop {
  double output_tokens_per_second = 0.0;
  Seconds tpot;
  Seconds step;
};

ClosedLoop closed_loop(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, int concurrency,
                       int requests) {
  const double context = plan.prompt_tokens + 0.5 * plan.output_tokens;
  const ServingCurve curve = curve_without_steps(plan, chip, slice);
  const auto wave = [&](double batch) {
    return steady_state(curve, batch, decode_step(plan, chip, slice, batch, context).total);
  };
  const int rest = requests % concurrency;
  Seconds time = wave(concurrency).tpot * plan.output_tokens * static_cast<double>(requests / concurrency);
  if (rest > 0) time += wave(rest).tpot * plan.output_tokens;
  return {requests * plan.output_tokens / time.value(), wave(concurrency).tpot, wave(concurrency).step};
}

void add_palm(std::vector<Row>& rows) {
  // Pope et al., arXiv:2211.05102, Table 2 and section 4.4: PaLM 540B on 64 TPU v4.
  const ChipSpec chip = catalog_chip("v4");
  const SliceTopology slice = torus({4, 4, 4}, true);
  const ServingPlan int8 = plan_of(palm_540b(), Precision::kBf16, 1.0, 2.0, 2048, 64);
  ServingPlan bf16 = int8;
  bf16.weight_bytes = 2.0;
  const auto step = [&](const ServingPlan& plan, double batch) {
    return decode_step(plan, chip, slice, batch, 2080).total.value() * 1e3;
  };
  rows.push_back({"v4-64 PaLM 540B decode int8 B=64, ms", 28.5, step(int8, 64)});
  rows.push_back({"v4-64 PaLM 540B decode bf16 B=64, ms", 36.9, step(bf16, 64)});
  rows.push_back({"v4-64 PaLM 540B decode bf16 B=512, ms", 93.75, step(bf16, 512)});
  rows.push_back(
      {"v4-64 PaLM 540B prefill int8 B=1, s", 0.29, prefill_pass(int8, chip, slice, 1, 2048).total.value()});
  rows.push_back(
      {"v4-64 PaLM 540B prefill bf16 B=512, s", 85.2, prefill_pass(bf16, chip, slice, 512, 2048).total.value()});
}

void add_v6e(std::vector<Row>& rows) {
  // AI-Hypercomputer/tpu-recipes, inference/trillium/vLLM/Llama3.x: Llama 3.3 70B, bf16, 8 chips, 3000 requests.
  const ChipSpec chip = catalog_chip("v6e");
  const SliceTopology slice = torus({2, 4}, false);
  const ServingPlan plan = plan_of(llama3_70b(), Precision::kBf16, 2.0, 2.0, 1000, 1000);
  const ClosedLoop c64 = closed_loop(plan, chip, slice, 64, 3000);
  const ClosedLoop c128 = closed_loop(plan, chip, slice, 128, 3000);
  rows.push_back({"v6e-8 Llama 70B C=64, tok/s in and out", 4987.1, 2.0 * c64.output_tokens_per_second});
  rows.push_back({"v6e-8 Llama 70B C=128, tok/s out", 3544.46, c128.output_tokens_per_second});
  rows.push_back({"v6e-8 Llama 70B C=128, TPOT ms", 35.12, c128.tpot.value() * 1e3});
  rows.push_back({"v6e-8 Llama 70B C=128, median step ms", 30.73, c128.step.value() * 1e3});
}

void add_v7(std::vector<Row>& rows) {
  // AI-Hypercomputer/tpu-recipes, inference/ironwood/vLLM: fp8, lengths uniform between 80% and 100% of the nominal.
  const ChipSpec chip = catalog_chip("v7");
  const auto out = [&](const TransformerSpec& model, std::vector<int> shape, double prompt, double output,
                       int concurrency, int requests) {
    const ServingPlan plan = plan_of(model, Precision::kFp8, 1.0, 1.0, 0.9 * prompt, 0.9 * output);
    return closed_loop(plan, chip, torus(std::move(shape), false), concurrency, requests).output_tokens_per_second;
  };
  rows.push_back({"v7-1 Qwen3-32B 1k/1k, tok/s", 6556.72, out(qwen3_32b(), {1}, 1024, 1024, 135, 320)});
  rows.push_back({"v7-1 Qwen3-32B 1k/8k, tok/s", 3959.56, out(qwen3_32b(), {1}, 1024, 8192, 135, 320)});
  rows.push_back({"v7-1 Qwen3-32B 8k/1k, tok/s", 1382.18, out(qwen3_32b(), {1}, 8192, 1024, 135, 320)});
  rows.push_back(
      {"v7-4 Qwen3-Coder-480B 1k/1k, tok/s", 1996.0, out(qwen3_coder_480b(), {2, 2}, 1024, 1024, 64, 320)});
  rows.push_back(
      {"v7-4 Qwen3-Coder-480B 1k/8k, tok/s", 2002.6, out(qwen3_coder_480b(), {2, 2}, 1024, 8192, 64, 320)});
  rows.push_back(
      {"v7-4 Qwen3-Coder-480B 8k/1k, tok/s", 1053.1, out(qwen3_coder_480b(), {2, 2}, 8192, 1024, 64, 320)});
  rows.push_back({"v7-4 Qwen3.5-397B 1k/8k, tok/s", 3956.7, out(qwen35_397b(), {2, 2}, 1024, 8192, 128, 640)});
  rows.push_back({"v7-4 Qwen3.5-397B 8k/1k, tok/s", 2280.8, out(qwen35_397b(), {2, 2}, 8192, 1024, 128, 320)});
}

void add_h100(std::vector<Row>& rows) {
  // MLPerf Inference v4.1, closed, offline: eight H100, TensorRT-LLM, fp8; OpenOrca mean lengths. Two GPUs a replica.
  const ChipSpec chip = catalog_chip("h100");
  const auto out = [&](const TransformerSpec& model, double prompt, double output) {
    const ServingPlan plan = plan_of(model, Precision::kFp8, 1.0, 1.0, prompt, output);
    return 4.0 * replica_capacity(plan, chip, nvlink(2)).output_tokens_per_second;
  };
  rows.push_back({"8 H100 Llama 2 70B offline, tok/s", 24133.7, out(llama2_70b(), 294, 290)});
  rows.push_back({"8 H100 Mixtral 8x7B offline, tok/s", 52415.9, out(mixtral_8x7b(), 294, 146)});
  // ML.ENERGY leaderboard: Llama 3.1 70B, bf16, four H100, chat.
  const ServingPlan chat = plan_of(llama3_70b(), Precision::kBf16, 2.0, 2.0, 300, 500);
  const auto chat_out = [&](int batch) {
    return closed_loop(chat, chip, nvlink(4), batch, batch).output_tokens_per_second;
  };
  rows.push_back({"4 H100 Llama 3.1 70B B=8, tok/s", 469.7, chat_out(8)});
  rows.push_back({"4 H100 Llama 3.1 70B B=32, tok/s", 1486.7, chat_out(32)});
  rows.push_back({"4 H100 Llama 3.1 70B B=128, tok/s", 3876.3, chat_out(128)});
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

TEST(MeasuredServing, StaysWithinTheStatedError) {
  std::vector<Row> rows;
  add_palm(rows);
  add_v6e(rows);
  add_v7(rows);
  add_h100(rows);

  std::vector<double> errors;
  for (const Row& row : rows) {
    const double error = row.modelled / row.measured - 1.0;
    errors.push_back(std::abs(error));
    fmt::print("{:44} measured {:10.2f} modelled {:10.2f} error {:+6.1f}%\n", row.name, row.measured, row.modelled,
               100.0 * error);
  }
  fmt::print("median {:.1f}%, largest {:.1f}%\n", 100.0 * median(errors),
             100.0 * *std::max_element(errors.begin(), errors.end()));
  EXPECT_LE(median(errors), 0.08);
  EXPECT_LE(*std::max_element(errors.begin(), errors.end()), 0.35);
}

}  // namespace
}  // namespace gigapod::testing
