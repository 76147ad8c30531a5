#include "sim/engine/fleet_surrogates.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

struct Measured {
  Scenario scenario = ironwood_site(1);
  FleetSpec fleet = small_fleet(100.0);
  FleetSurrogates surrogates;

  const FleetSurrogate& of(const FleetSpec& spec) {
    const PodSpec& pod = scenario.pods.at(spec.pod_type);
    const ReplicaCapacity capacity =
        replica_capacity(spec.plan, scenario.chips.at(pod.chip), slice_topology(spec.slice, pod));
    return surrogates.of(spec, scenario, capacity);
  }
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
  const ReplicaCapacity capacity = replica_capacity(
      measured.fleet.plan, measured.scenario.chips.at(measured.scenario.pods.at(hopeless.pod_type).chip),
      slice_topology(hopeless.slice, measured.scenario.pods.at(hopeless.pod_type)));

  const FleetSurrogate& surrogate = measured.surrogates.of(hopeless, measured.scenario, capacity);

  EXPECT_NE(surrogate.warning.find("no load of a replica holds the targets with its p99 latencies"),
            std::string::npos);
  EXPECT_GT(surrogate.requests_per_second, 0.0);
}

}  // namespace
}  // namespace gigapod
