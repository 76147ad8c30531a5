#include "sim/engine/fleet_surrogates.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace gigapod {
namespace {

struct Measured {
  Scenario scenario = ironwood_site(1);
  FleetSpec fleet = small_fleet(100.0);
  FleetSurrogates surrogates;

  const FleetSurrogate& of(const FleetSpec& spec) { return surrogates.of(spec, scenario); }
};

TEST(FleetSurrogates, FleetsWithTheSameReplicasShareOneMeasurement) {
  Measured measured;
  FleetSpec other = measured.fleet;
  other.name = "other";
  other.peak_requests_per_second = 7.0;
  FleetSpec longer = measured.fleet;
  longer.plan.prompt_tokens *= 2.0;

  const FleetSurrogate* first = &measured.of(measured.fleet);

  EXPECT_EQ(&measured.of(other), first);
  EXPECT_NE(&measured.of(longer), first);
  EXPECT_EQ(&measured.of(measured.fleet), first);
}

TEST(FleetSurrogates, ChipsAndPodsOfOneNameThatDifferAreMeasuredApart) {
  Measured measured;
  const double before = measured.of(measured.fleet).requests_per_second;

  ChipSpec& chip = measured.scenario.chips.at(measured.scenario.pods.at(measured.fleet.pod_type).chip);
  chip.hbm_bandwidth = chip.hbm_bandwidth * 2.0;
  chip.peak_bf16 = chip.peak_bf16 * 2.0;

  EXPECT_GT(measured.of(measured.fleet).requests_per_second, 1.2 * before);
}

TEST(FleetSurrogates, RunsFindReplicasMeasuredOnAnyNumberOfThreadsAndTheSame) {
  Measured measured;
  measured.scenario.fleets = {measured.fleet};
  FleetSurrogates shared;
  shared.measure(measured.scenario, 3);

  FleetSurrogates of_a_run = shared;

  const auto latency_of = [&](FleetSurrogates& surrogates) {
    return surrogates.of(measured.fleet, measured.scenario).latency(measured.fleet.plan, 0.7, Seconds(1.0), 1.1);
  };
  const auto start = std::chrono::steady_clock::now();
  const FleetLatency known = latency_of(of_a_run);
  const auto middle = std::chrono::steady_clock::now();
  const FleetLatency own = latency_of(measured.surrogates);
  EXPECT_LT(10 * (middle - start), std::chrono::steady_clock::now() - middle) << "it was measured again";
  EXPECT_EQ(known.ttft, own.ttft);
  EXPECT_EQ(known.end_to_end, own.end_to_end);
  EXPECT_EQ(known.in_flight, own.in_flight);
}

TEST(FleetSurrogates, KindsThatFewRunsHaveAreLeftToThem) {
  Measured measured;
  measured.scenario.fleets = {measured.fleet, measured.fleet};  // of one kind: it counts once
  FleetSurrogates shared;
  shared.expect_runs(measured.scenario, 2);
  const auto time_of_measuring = [&](std::size_t runs) {
    const auto start = std::chrono::steady_clock::now();
    shared.measure(measured.scenario, 1, runs);
    return std::chrono::steady_clock::now() - start;
  };

  const auto few = time_of_measuring(3);
  const auto enough = time_of_measuring(2);

  EXPECT_LT(10 * few, enough);
}

TEST(FleetSurrogates, HoldTheTargetsInTheMeanAtTheirCapacity) {
  Measured measured;
  const FleetSurrogate& surrogate = measured.of(measured.fleet);

  const FleetLatency full = surrogate.latency(measured.fleet.plan, 1.0, Seconds(0.0), 1.0);

  EXPECT_GT(surrogate.requests_per_second, 0.0);
  EXPECT_LE(full.mean_ttft, measured.fleet.plan.ttft_target * 1.001);
  EXPECT_LE(full.mean_tpot, measured.fleet.plan.tpot_target * 1.001);
}

TEST(FleetSurrogates, LatencyRisesWithLoadAndWaits) {
  Measured measured;
  const ServingPlan& plan = measured.fleet.plan;
  const FleetSurrogate& surrogate = measured.of(measured.fleet);
  FleetLatency last = surrogate.latency(plan, 0.0, Seconds(0.0), 1.0);
  for (double load = 0.05; load <= 1.2; load += 0.05) {
    const FleetLatency now = surrogate.latency(plan, load, Seconds(0.0), 1.0);
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_GE(now.ttft[i], last.ttft[i]);
      ASSERT_GE(now.end_to_end[i], last.end_to_end[i] * (1.0 - 1e-9));
    }
    ASSERT_LE(now.attainment, last.attainment + 1e-3);  // read from three quantiles
    last = now;
  }

  const FleetLatency waited = surrogate.latency(plan, 0.5, Seconds(60.0), 1.0);
  const FleetLatency straight = surrogate.latency(plan, 0.5, Seconds(0.0), 1.0);
  EXPECT_NEAR((waited.ttft[1] - straight.ttft[1]).value(), 60.0, 1e-9);
  EXPECT_LT(waited.attainment, 1e-6);
}

TEST(FleetSurrogates, LengthsOfTheSectorsSetTheCapacity) {
  Measured measured;
  measured.fleet.tenants = TenantMix{};
  measured.fleet.tenants->classes = {{"all", 1.0}};
  measured.fleet.tenants->sectors = {{"consumer", 1.0}};
  FleetSpec education = measured.fleet;  // answers are a fifth longer
  education.tenants->sectors = {{"education", 1.0}};

  const double consumer = measured.of(measured.fleet).requests_per_second;

  EXPECT_LT(measured.of(education).requests_per_second, 0.97 * consumer);
  EXPECT_GT(measured.of(education).requests_per_second, consumer / 1.2);
}

TEST(FleetSurrogates, HoldTheTargetsAtThePercentileThatIsAsked) {
  Measured measured;
  measured.fleet.plan.tpot_target = measured.of(measured.fleet).table.at(0.6).tpot.p95;
  FleetSpec strict = measured.fleet;
  strict.target_percentile = Percentile::kP95;
  const FleetSurrogate& mean = measured.of(measured.fleet);
  const FleetSurrogate& p95 = measured.of(strict);
  ASSERT_EQ(p95.warning, "");

  const FleetLatency full = p95.latency(strict.plan, 1.0, Seconds(0.0), 1.0);

  EXPECT_NE(&mean, &p95);
  EXPECT_LT(p95.requests_per_second, mean.requests_per_second);
  EXPECT_LE(full.ttft[1], strict.plan.ttft_target * 1.001);
  EXPECT_LE(full.tpot[1], strict.plan.tpot_target * 1.001);
}

TEST(FleetSurrogates, SmallerStepsKeepAnswersEven) {
  Measured measured;
  FleetSpec small = measured.fleet;
  small.step_tokens = 256;
  const auto spread = [&](const FleetSpec& spec) {
    const FleetSurrogate& surrogate = measured.of(spec);
    const ServingPoint point = surrogate.table.at(0.5);
    return point.tpot.p99 / point.tpot.p50;
  };

  EXPECT_LT(spread(small), spread(measured.fleet));
}

TEST(FleetSurrogates, WarnThatNoLoadHoldsATarget) {
  Measured measured;
  FleetSpec hopeless = measured.fleet;
  hopeless.target_percentile = Percentile::kP99;
  hopeless.plan.tpot_target = Seconds(1e-6);

  const FleetSurrogate& surrogate = measured.of(hopeless);

  EXPECT_NE(surrogate.warning.find("no load of a replica holds the targets with its p99 latencies"),
            std::string::npos);
  EXPECT_GT(surrogate.requests_per_second, 0.0);
}

}  // namespace
}  // namespace gigapod
