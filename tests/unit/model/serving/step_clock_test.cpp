#include "sim/model/serving/step_clock.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

struct Case {
  const char* name;
  TransformerSpec model;
  ChipSpec chip;
  SliceTopology slice;
};

class StepClockCases : public ::testing::TestWithParam<Case> {};

constexpr int kSequences = 512;
constexpr int kRows = 8192;

TEST_P(StepClockCases, AgreesWithTheEquationsAtEveryNumberOfRows) {
  ServingPlan plan;
  plan.model = GetParam().model;
  const StepCost cost(plan, GetParam().chip, GetParam().slice);
  const StepClock clock(plan, GetParam().chip, GetParam().slice, kSequences, kRows);
  double worst = 0.0;
  for (int rows = 1; rows < kRows; rows += rows < 200 ? 1 : 37) {
    const double decode = std::min(rows - 1, kSequences);
    const StepWork work{
        .decode_rows = decode, .prefill_rows = rows - decode, .prompts = 1, .seen = 1000 * decode, .pairs = 1e6};
    worst = std::max(worst, std::abs(clock.mixed(static_cast<int>(decode), work) / cost.step(work).total - 1.0));
    if (rows > kSequences) continue;
    const double seen = 2000.0 * rows;
    const StepClock::Decode& step = clock.decode(rows);
    const Seconds exact = cost.step({.decode_rows = static_cast<double>(rows), .seen = seen}).total;
    worst = std::max(worst, std::abs((step.base + step.slope * seen) / exact.value() - 1.0));
  }
  EXPECT_LT(worst, 5e-4);
  RecordProperty("worst", std::to_string(worst));
}

TEST_P(StepClockCases, CountsPairsAsTheModelDoes) {
  ServingPlan plan;
  plan.model = GetParam().model;
  const StepClock clock(plan, GetParam().chip, GetParam().slice, 8, 64);
  for (const double tokens : {1.0, 100.0, 128.0, 1000.0, 5000.0}) {
    EXPECT_DOUBLE_EQ(clock.pairs(tokens), prompt_pairs(plan.model, tokens));
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, StepClockCases,
                         ::testing::Values(Case{"dense", llama3_70b(), chip_v6e(), torus({2, 4}, false)},
                                           Case{"wide", palm_540b(), chip_v4(), torus({4, 4, 4}, true)},
                                           Case{"experts", deepseek_v3(), chip_v7(), torus({4, 4, 4}, true)},
                                           Case{"windows", qwen35_397b(), chip_v7(), torus({2, 2}, false)},
                                           Case{"switched", mixtral_8x7b(), chip_h100(), nvlink(8)}),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace gigapod::testing
