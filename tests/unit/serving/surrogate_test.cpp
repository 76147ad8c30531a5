#include "sim/serving/surrogate.hpp"

#include "sim/serving/serve.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

const std::vector<RequestTrace>& mixes() {
  static const std::vector<RequestTrace> all{random_trace(4000, 1.0, 1000, 250, 21),
                                             random_trace(4000, 1.0, 2000, 100, 22)};
  return all;
}

const ServingSurrogate& surrogate() {
  static const ServingSurrogate table = ServingSurrogate::measure(mixes(), llama_setup());
  return table;
}

TEST(Surrogate, StatesASmallError) {
  EXPECT_GT(surrogate().error().median, 0.0);
  EXPECT_LT(surrogate().error().median, 0.03);
  EXPECT_LT(surrogate().error().p90, 0.2);
  EXPECT_LT(surrogate().error().largest, 0.8);
  RecordProperty("median", std::to_string(surrogate().error().median));
  RecordProperty("p90", std::to_string(surrogate().error().p90));
  RecordProperty("largest", std::to_string(surrogate().error().largest));
}

TEST(Surrogate, CapacityIsWhatAClosedLoopOfManyClientsGets) {
  ServingSetup setup = llama_setup();
  setup.concurrency = 2 * setup.replica.max_sequences;
  const ServingOutcome outcome = serve(random_trace(20'000, 1.0, 1000, 250, 23), setup);
  EXPECT_NEAR(surrogate().capacity() / outcome.completed_per_second(), 1.0, 0.03);
}

TEST(Surrogate, AgreesWithServeBetweenItsLoads) {
  const double rate = 0.7 * surrogate().capacity();
  ServingSetup setup = llama_setup();
  setup.warm_up = Seconds(2000.0 / rate);
  const ServingOutcome outcome = serve(random_trace(40'000, rate, 1000, 250, 24), setup);

  const ServingPoint point = surrogate().at(0.7);

  EXPECT_NEAR(point.ttft.mean / outcome.ttft.mean, 1.0, 0.1);
  EXPECT_NEAR(point.ttft.p95 / outcome.ttft.p95, 1.0, 0.1);
  EXPECT_NEAR(point.tpot.mean / outcome.tpot.mean, 1.0, 0.05);
  EXPECT_NEAR(point.end_to_end.p99 / outcome.end_to_end.p99, 1.0, 0.1);
  EXPECT_NEAR(point.in_system / outcome.mean_in_system, 1.0, 0.05);
  EXPECT_NEAR(point.power / (outcome.energy.total() / outcome.duration), 1.0, 0.03);
}

TEST(Surrogate, LatencyAndPowerRiseWithTheLoad) {
  constexpr double kRounding = 1.0 - 1e-12;
  ServingPoint last = surrogate().at(0.0);
  for (double load = 0.02; load < 1.0; load += 0.02) {
    const ServingPoint point = surrogate().at(load);
    ASSERT_GE(point.ttft.p99, kRounding * last.ttft.p99);
    ASSERT_GE(point.tpot.mean, kRounding * last.tpot.mean);
    ASSERT_GE(point.power, kRounding * last.power);
    last = point;
  }
  EXPECT_EQ(last.load, surrogate().highest_load());
}

TEST(Surrogate, MixesLieBetweenTheirNeighbours) {
  const double first = surrogate().capacity(0.0);
  const double second = surrogate().capacity(1.0);
  const double between = surrogate().capacity(0.5);
  EXPECT_GT(between, std::min(first, second));
  EXPECT_LT(between, std::max(first, second));
  EXPECT_NEAR(1.0 / between, 0.5 / first + 0.5 / second, 1e-12);
  EXPECT_EQ(surrogate().capacity(5.0), second);
}

TEST(Surrogate, FindsTheLoadThatHoldsTargets) {
  const LatencyTargets targets{.ttft = surrogate().at(0.6).ttft.p95};
  EXPECT_NEAR(surrogate().load_within(targets, Percentile::kP95), 0.6, 0.01);
  EXPECT_EQ(surrogate().load_within({}, Percentile::kP99), surrogate().highest_load());
  EXPECT_EQ(surrogate().load_within({.tpot = Seconds(1e-6)}, Percentile::kMean), 0.0);
}

TEST(Surrogate, GivesTheSameBitsOnAnyNumberOfThreads) {
  const SurrogateGrid grid{.loads = {0.3, 0.8}, .requests = 2000};
  const ServingSurrogate one = ServingSurrogate::measure(mixes(), llama_setup(), grid);
  const ServingSurrogate four = ServingSurrogate::measure(mixes(), llama_setup(), grid, 4);
  EXPECT_EQ(one.at(0.55, 0.3).ttft.p95, four.at(0.55, 0.3).ttft.p95);
  EXPECT_EQ(one.error().largest, four.error().largest);
}

}  // namespace
}  // namespace gigapod::testing
