#include "analysis/serving/serving_prediction.hpp"

#include "sim/model/serving/phase_time.hpp"
#include "tests/unit/analysis/serving/serving_rows.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

double predicted(const MeasuredRow& row) {
  const ServingPrediction prediction = predicted_serving(serving_of(row));
  EXPECT_EQ(prediction.exclusion, "");
  return prediction.value;
}

MeasuredRow with(MeasuredRow row, const std::map<std::string, std::string>& cells) {
  for (const auto& [column, text] : cells) row[column] = text;
  return row;
}

TEST(ServingPrediction, IsTheStepOfTheModelInTheUnitOfTheRow) {
  const ServingMeasurement m = serving_of(palm_step());

  const double milliseconds = predicted(palm_step());

  EXPECT_DOUBLE_EQ(milliseconds, 1e3 * decode_step(m.plan, m.chip, m.slice, 64, 2080).total.value());
  const MeasuredRow whole = with(palm_step(), {{"metric", "latency_total"}, {"unit", "s"}});
  EXPECT_NEAR(predicted(whole), 0.064 * milliseconds, 1e-9);
  const MeasuredRow rate = with(palm_step(), {{"metric", "output_tok_per_s"}, {"unit", "tok/s"}});
  EXPECT_NEAR(predicted(rate), 64e3 / milliseconds, 1e-6);
}

TEST(ServingPrediction, ABatchTakesItsPassAndItsSteps) {
  const MeasuredRow time = with(palm_step(), {{"metric", "latency"}, {"unit", "s"}});

  const double prefill = predicted(with(time, {{"phase_or_scenario", "prefill"}}));
  const double decode = predicted(with(time, {{"phase_or_scenario", "decode"}}));

  EXPECT_NEAR(predicted(with(time, {{"phase_or_scenario", "batch"}})), prefill + decode, 1e-9);
  EXPECT_LT(predicted(with(time, {{"phase_or_scenario", "turn"}})), prefill + decode);
}

TEST(ServingPrediction, MfuCountsTwoOperationsAWeightOfTheBf16Peak) {
  const MeasuredRow time =
      with(palm_step(), {{"phase_or_scenario", "prefill"}, {"metric", "latency"}, {"unit", "s"}});
  const MeasuredRow share = with(time, {{"metric", "MFU"}, {"unit", "fraction"}});

  const double flops = 2.0 * active_parameter_count(palm_540b()) * 64 * 2048;

  EXPECT_NEAR(predicted(share), flops / (predicted(time) * 64 * 275e12), 1e-9);
}

TEST(ServingPrediction, ARooflineIsTheLargerOfItsTwoSides) {
  // Llama 3 70B in int8 on eight chips of v5e: 112 GB over 8 x 819 GB/s (the scaling book).
  const MeasuredRow row{{"kind", "roofline"},
                        {"model", "llama3.1-70b"},
                        {"hardware", "TPU v5e"},
                        {"chips", "8"},
                        {"phase_or_scenario", "decode"},
                        {"batch_or_concurrency", "32"},
                        {"input_len", "8192"},
                        {"weights", "int8"},
                        {"kv_or_quant", "int8"},
                        {"metric", "step_time"},
                        {"value", "17"},
                        {"unit", "ms"}};

  EXPECT_NEAR(predicted(row), 17.0, 0.3);
}

TEST(ServingPrediction, ABeamSearchDecodesMoreThanItPublishes) {
  MeasuredRow row = llama_clients();
  const double alone = predicted(row);
  row["beams"] = "4";

  EXPECT_LT(predicted(row), 0.8 * alone);
}

}  // namespace
}  // namespace gigapod::testing
