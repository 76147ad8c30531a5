// Power of GPUs that decode (ML.ENERGY leaderboard): the activity follows from the measured rate of tokens and the
// model's own FLOPs and bytes, so that only the power model is judged, not the serving model. Two weights are fitted
// on Llama 3.1 70B on H100; the other rows are predictions.

#include "sim/model/power/chip_power.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/scenario/catalog.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/published_runs.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod::theory {
namespace {

constexpr double kPromptTokens = 300;  // assumed: of LM Arena chats

struct DecodeRow {
  ChipSpec chip;
  std::string model;
  double batch = 0.0;
  Activity activity;
  double watts = 0.0;
};

Activity measured_activity(const ServingPlan& plan, const ChipSpec& chip, int chips, double batch, double rate) {
  const SliceTopology slice = gigapod::testing::nvlink(chips);
  const double context = plan.prompt_tokens + 0.5 * plan.output_tokens;
  const PhaseTime step = decode_step(plan, chip, slice, batch, context);
  const PhaseTime prompt = prefill_share(plan, chip, slice);
  const double steps_per_second = rate / batch;
  const double prompts_per_second = rate / plan.output_tokens;
  const double flops = steps_per_second * step.mxu_flops + prompts_per_second * prompt.mxu_flops;
  return {flops / (chips * peak_rate(chip, plan.precision).value()),
          steps_per_second * step.hbm_bytes.value() / (chips * chip.hbm_bandwidth.value()),
          chip.ici_efficiency *
              (steps_per_second * step.communication.value() + prompts_per_second * prompt.communication.value()),
          1.0};
}

std::vector<DecodeRow> decode_rows() {
  const Catalog catalog = read_catalog({GIGAPOD_SOURCE_DIR "/topologies/catalog"});
  std::vector<DecodeRow> rows;
  for (const MeasuredRow& cells : read_measured_rows(source_file("scenarios/validation/power_decode.csv"))) {
    const auto number = [&](const char* column) { return std::stod(cells.at(column)); };
    DecodeRow row;
    row.chip = catalog.chips.at(cells.at("chip"));
    row.model = cells.at("model");
    row.batch = number("batch");
    row.watts = number("watts_per_chip");
    ServingPlan plan;
    plan.model = catalog.models.at(row.model);
    plan.prompt_tokens = kPromptTokens;
    plan.output_tokens = number("output_tokens");
    row.activity = measured_activity(plan, row.chip, static_cast<int>(number("chips")), row.batch,
                                     number("output_tokens_per_second"));
    rows.push_back(row);
  }
  return rows;
}

double error(const DecodeRow& row) { return chip_power(row.chip, row.activity).value() / row.watts - 1.0; }

std::vector<DecodeRow> rows_of(const std::string& chip, const std::string& model) {
  std::vector<DecodeRow> rows;
  for (DecodeRow& row : decode_rows()) {
    if (row.chip.name == chip && row.model == model) rows.push_back(std::move(row));
  }
  return rows;
}

struct Errors {
  double mean = 0.0;
  double median = 0.0;
  double worst = 0.0;
};

Errors errors(const std::vector<DecodeRow>& rows) {
  Errors result;
  std::vector<double> sizes;
  for (const DecodeRow& row : rows) {
    result.mean += error(row) / static_cast<double>(rows.size());
    sizes.push_back(std::abs(error(row)));
  }
  std::sort(sizes.begin(), sizes.end());
  result.median = sizes[sizes.size() / 2];
  result.worst = sizes.back();
  return result;
}

TEST(DecodePower, FollowsTheLoadCurvesOfH100) {
  const Errors fitted = errors(rows_of("h100", "llama3.1-70b"));
  const Errors predicted = errors(rows_of("h100", "qwen3-14b"));

  EXPECT_LE(fitted.median, 0.02);
  EXPECT_LE(fitted.worst, 0.04);
  EXPECT_LE(predicted.median, 0.09);
  EXPECT_LE(predicted.worst, 0.16);
}

// A B200 draws far more with little work than any other chip measured, relative to its rating; one set of weights for
// all chips leaves that out.
TEST(DecodePower, IsLowForB200AtSmallBatches) {
  const Errors found = errors(rows_of("b200", "llama3.1-70b"));

  EXPECT_LE(found.worst, 0.33);
  EXPECT_LT(found.mean, 0.0);
}

/// Squared relative errors over the H100 rows with other weights of matrix units and HBM.
double loss(const std::vector<DecodeRow>& rows, double mxu, double hbm) {
  const PowerWeights weights = power_weights();
  double sum = 0.0;
  for (const DecodeRow& row : rows) {
    const double memory = hbm * row.activity.hbm + weights.ici * row.activity.ici;
    const double share = std::min(1.0, weights.busy + mxu * row.activity.mxu + memory);
    const Watts power = row.chip.idle_power + (row.chip.peak_power - row.chip.idle_power) * share;
    sum += std::pow(power.value() / row.watts - 1.0, 2);
  }
  return sum;
}

TEST(DecodePower, HasTheWeightsThatFitH100Best) {
  const std::vector<DecodeRow> rows = rows_of("h100", "llama3.1-70b");
  double best = 1e9;
  double mxu = 0.0;
  double hbm = 0.0;
  for (int i = 0; i <= 400; ++i) {
    for (int j = 0; j <= 100; ++j) {
      const double found = loss(rows, 0.01 * i, 0.01 * j);
      if (found >= best) continue;
      best = found;
      mxu = 0.01 * i;
      hbm = 0.01 * j;
    }
  }
  fmt::print("fitted on H100: mxu {:.2f}, hbm {:.2f}, root mean square {:.1f}%\n", mxu, hbm,
             100 * std::sqrt(best / static_cast<double>(rows.size())));

  EXPECT_NEAR(power_weights().mxu, mxu, 0.15);
  EXPECT_NEAR(power_weights().hbm, hbm, 0.05);
}

TEST(DecodePower, IsDocumented) {
  std::string text = fmt::format("{:<6}{:<14}{:>7}{:>7}{:>7}{:>10}{:>8}{:>8}\n", "chip", "model", "batch", "MXU",
                                 "HBM", "measured", "model", "error");
  for (const DecodeRow& row : decode_rows()) {
    text += fmt::format("{:<6}{:<14}{:>7.0f}{:>7.2f}{:>7.2f}{:>8.0f} W{:>6.0f} W{:>7.1f}%\n", row.chip.name,
                        row.model, row.batch, row.activity.mxu, row.activity.hbm, row.watts,
                        chip_power(row.chip, row.activity).value(), 100 * error(row));
  }

  expect_documented("decode-power", text, "docs/power.md");
}

}  // namespace
}  // namespace gigapod::theory
