#include "analysis/serving/serving_run.hpp"

#include "sim/model/serving/phase_time.hpp"
#include "tests/unit/analysis/serving/serving_rows.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

double simulated(MeasuredRow row, const std::string& metric, const std::string& unit) {
  row["metric"] = metric;
  row["unit"] = unit;
  const ServingPrediction prediction = simulated_serving(serving_of(row));
  EXPECT_EQ(prediction.exclusion, "");
  return prediction.value;
}

TEST(ServingRun, ThroughputIsTheTokensOfTheRunOverItsDuration) {
  const double duration = simulated(llama_clients(), "duration", "s");

  EXPECT_NEAR(simulated(llama_clients(), "output_tok_per_s", "tok/s"), 300 * 200 / duration, 1e-6);
  EXPECT_NEAR(simulated(llama_clients(), "total_tok_per_s", "tok/s"), 300 * 1200 / duration, 1e-6);
  EXPECT_NEAR(simulated(llama_clients(), "req_per_s", "req/s"), 300 / duration, 1e-9);
}

TEST(ServingRun, FollowsLittlesLawInASteadyState) {
  MeasuredRow row = llama_clients();
  row["phase_or_scenario"] = "closed_loop";
  row["input_len"] = "100";
  row["output_len"] = "1000";

  const double tpot = simulated(row, "tpot_mean", "s");

  EXPECT_NEAR(simulated(row, "output_tok_per_s", "tok/s") * tpot / 64, 1.0, 0.02);
}

TEST(ServingRun, PercentilesOfArrivalsAreInOrder) {
  MeasuredRow row = llama_clients();
  row["phase_or_scenario"] = "server";
  row["rate"] = "4";

  const double median = simulated(row, "ttft_p50", "ms");

  EXPECT_GT(median, 10.0);
  EXPECT_GT(simulated(row, "ttft_p99", "ms"), median);
  EXPECT_GE(simulated(row, "tpot_p99", "ms"), simulated(row, "tpot_p50", "ms"));
}

TEST(ServingRun, ATokenWaitsForThePromptsOfOthers) {
  const ServingMeasurement m = serving_of(llama_clients());
  const double step = 1e3 * decode_step(m.plan, m.chip, m.slice, 64, 1100).total.value();

  EXPECT_NEAR(simulated(llama_clients(), "itl_median", "ms"), step, 1e-6);
  EXPECT_GT(simulated(llama_clients(), "itl_p99", "ms"), 1.2 * step);
}

TEST(ServingRun, RunsAsManyAsTheCacheHolds) {
  MeasuredRow row = llama_clients();
  row["batch_or_concurrency"] = "5000";
  row["phase_or_scenario"] = "closed_loop";
  const double most = running_requests(serving_of(row));

  EXPECT_GT(most, 64.0);
  EXPECT_LT(most, 1000.0);
  row["max_batch"] = "32";
  EXPECT_EQ(running_requests(serving_of(row)), 32.0);
  row["chips"] = "4";
  EXPECT_EQ(simulated_serving(serving_of(row)).exclusion, "not even one request fits the HBM");
}

}  // namespace
}  // namespace gigapod::testing
