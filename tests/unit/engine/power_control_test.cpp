// Whole runs of a site that gets less power than its workloads would draw.
#include "sim/base/random.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using testing::ElementsAre;
using testing::HasSubstr;

/// Two jobs of 4,096 chips on one pod for a day, a curtailment from the tenth hour to the thirteenth.
Scenario curtailed(const std::string& policy, double reduction = 0.25) {
  Scenario scenario = ironwood_site(1);
  for (const char* name : {"low", "high"}) {
    JobSpec job = small_job(name);
    job.slice = Shape{{16, 16, 16}};
    job.plan.parallelism.fsdp = 4096;
    job.plan.global_batch = 8192;
    job.checkpoint_interval = 1_h;
    scenario.jobs.push_back(job);
  }
  scenario.jobs[1].priority = 10;
  scenario.power_control.policy = {policy, {}};
  CurtailmentSpec event;
  event.name = "heat";
  event.at = 10_h;
  event.duration = 3_h;
  event.reduction = reduction;
  event.notice = 30_min;
  event.payment = DollarsPerJoule(100.0 / 3.6e9);
  if (reduction > 0.0) scenario.curtailments = {event};
  return scenario;
}

class EveryPolicy : public testing::TestWithParam<const char*> {};

TEST_P(EveryPolicy, HoldsTheLimitAndLosesNoStep) {
  const RecordedRun run = simulated(curtailed(GetParam()));
  const RecordedRun free = simulated(curtailed(GetParam(), 0.0));

  const double limit = run.at("import_limit_watts/", 10.5 * 3600);
  EXPECT_NEAR(limit / free.at("site_power_watts/", 9.5 * 3600), 0.75, 1e-9);
  for (const auto& [time, watts] : run.metrics.at("import_watts/")) {
    if (time >= 10 * 3600.0 && time < 13 * 3600.0) {
      EXPECT_LE(watts, limit * (1.0 + 1e-9)) << time;
    }
  }
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_EQ(run.figure("over_limit_joules"), 0.0);
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  EXPECT_LT(run.figure("tokens_trained"), free.figure("tokens_trained"));
  EXPECT_LT(run.figure("energy_joules"), free.figure("energy_joules"));
  EXPECT_GT(run.figure("curtailment_payment_dollars"), 0.0);
  EXPECT_EQ(free.figure("chip_seconds_power_capped"), 0.0);
}

INSTANTIATE_TEST_SUITE_P(PowerControl, EveryPolicy,
                         testing::Values("proportional", "by_priority", "least_loss", "pause", "preempt"),
                         [](const testing::TestParamInfo<const char*>& policy) { return std::string(policy.param); });

TEST(PowerControl, MeasuresEveryCurtailmentByItself) {
  Scenario scenario = curtailed("proportional");
  scenario.curtailments.push_back(scenario.curtailments[0]);
  scenario.curtailments[1].name = "line";
  scenario.curtailments[1].at = 12_h;
  scenario.curtailments[1].duration = 20_h;  // overlaps the first, and the horizon of a day ends it
  const RecordedRun run = simulated(scenario);

  const double baseline = run.at("import_watts/", 9.0 * 3600);
  const double second = run.at("import_watts/", 11.0 * 3600);  // a quarter less; announced while the first holds
  EXPECT_EQ(run.figure("curtailments_held"), 2.0);
  EXPECT_LT(run.figure("curtailed_joules"),
            baseline * 0.25 * 3 * 3600 + baseline * 0.45 * 3600 + second * 0.3 * 12 * 3600);
  EXPECT_GT(run.figure("curtailed_joules"), baseline * 0.25 * 3 * 3600 + second * 0.2 * 12 * 3600);
}

TEST(PowerControl, KeepsAPausedJobOnItsChipsAndCountsWhatThatCosts) {
  const RecordedRun run = simulated(curtailed("pause"));
  const RecordedRun free = simulated(curtailed("pause", 0.0));

  EXPECT_THAT(run.details("hold", "low"), ElementsAre(HasSubstr("stands still")));
  EXPECT_THAT(run.details("resume", "low"), ElementsAre(HasSubstr("goes on")));
  EXPECT_TRUE(run.details("hold", "high").empty());
  EXPECT_NEAR(run.figure("chip_seconds_power_capped"), 3.0 * 3600 * 4096, 1.0);
  EXPECT_EQ(run.jobs.at("high").steps, free.jobs.at("high").steps);
  EXPECT_NEAR(run.at("pod_busy_fraction/ironwood-00", 9 * 3600.0), 8192.0 / 9216.0, 1e-9);
  EXPECT_NEAR(run.at("pod_busy_fraction/ironwood-00", 11 * 3600.0), 4096.0 / 9216.0, 1e-9);
  const double lost = free.jobs.at("low").steps - run.jobs.at("low").steps;
  EXPECT_NEAR(lost * run.jobs.at("low").step_seconds / (3.0 * 3600), 1.0, 1e-3);
  EXPECT_NEAR(run.figure("tokens_held_back") / (free.figure("tokens_trained") - run.figure("tokens_trained")), 1.0,
              1e-3);
}

TEST(PowerControl, CountsTheTimeOfALowerClock) {
  const RecordedRun run = simulated(curtailed("proportional"));
  const RecordedRun free = simulated(curtailed("proportional", 0.0));

  const double lost = free.figure("tokens_trained") - run.figure("tokens_trained");
  EXPECT_GT(lost, 0.0);
  EXPECT_NEAR(run.figure("tokens_held_back") / lost, 1.0, 1e-3);
  EXPECT_GT(run.figure("chip_seconds_power_capped"), 0.0);
  EXPECT_GT(run.figure("capped_time_fraction"), 3.0 / 24.0 - 1e-6);
}

TEST(PowerControl, HasSentJobsBackBeforeTheLimitBegins) {
  const RecordedRun run = simulated(curtailed("preempt"));

  EXPECT_THAT(run.details("yield", "low"), ElementsAre(HasSubstr("gives its chips up after a checkpoint")));
  EXPECT_EQ(run.figure("preemptions"), 1.0);
  for (const RecordedEvent& event : run.events) {
    if (event.kind == "yield") {
      EXPECT_LE(event.time, 10 * 3600.0);
    }
    if (event.kind == "start" && event.subject == "low" && event.time > 3600.0) {
      EXPECT_GE(event.time, 13 * 3600.0);
    }
  }
}

TEST(PowerControl, NeverSlowsAJobBelowItsLeastSpeed) {
  Scenario scenario = curtailed("by_priority");
  scenario.jobs[0].least_speed = 1.0;
  const RecordedRun run = simulated(scenario);
  const RecordedRun free = simulated(curtailed("by_priority", 0.0));

  EXPECT_EQ(run.jobs.at("low").steps, free.jobs.at("low").steps);
  EXPECT_LT(run.jobs.at("high").steps, free.jobs.at("high").steps);
}

TEST(PowerControl, TakesFromABatteryBeforeItSlowsAnybody) {
  Scenario scenario = curtailed("proportional");
  scenario.site.battery = BatterySpec{5_MW, 15_MWh, 0.85, 1.0, 0.0, BatteryUse::kReserve, {}, {}};
  const RecordedRun run = simulated(scenario);
  const RecordedRun free = simulated(curtailed("proportional", 0.0));

  EXPECT_EQ(run.figure("tokens_trained"), free.figure("tokens_trained"));
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_GT(run.figure("battery_given_joules"), 0.0);
  EXPECT_NEAR(run.at("battery_charge/", 23.9 * 3600), 1.0, 1e-6);
}

TEST(PowerControl, ActsOnAnUnannouncedShortageAfterItsReactionTime) {
  Scenario scenario = curtailed("proportional", 0.0);
  const double draw = simulated(scenario).at("site_power_watts/", 6 * 3600.0);
  GeneratorSpec field;
  field.name = "field";
  field.kind = GeneratorKind::kSolar;
  field.rating = Watts(0.5 * draw);
  scenario.site.generation = {field};
  scenario.series.solar = SignalSpec{"of rating", 24_h, {0_h, 6_h}, {1.0, 0.0}};
  scenario.site.power.grid_power = Watts(0.8 * draw);
  scenario.site.power.oversubscription = 2.0;
  scenario.power_control.reaction_time = 40_s;
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("high").start, 0.0);
  EXPECT_NEAR(run.figure("over_limit_joules") / (0.2 * draw * 40.0), 1.0, 1e-6);
  EXPECT_LE(run.at("site_power_watts/", 6 * 3600.0 + 41.0), 0.8 * draw * (1.0 + 1e-9));
  EXPECT_GT(run.figure("chip_seconds_power_capped"), 0.0);
}

TEST(PowerControl, ChargesWorkloadsWhatTheSitePays) {
  Scenario scenario = curtailed("by_priority");
  scenario.series.price = SignalSpec{"$/MWh", 24_h, {0_h, 12_h}, {20.0, 100.0}};
  scenario.series.carbon = SignalSpec{"g/kWh", 24_h, {0_h}, {400.0}};
  const RecordedRun run = simulated(scenario);

  EXPECT_NEAR(run.figure("carbon_kg"), run.figure("import_joules") / 3.6e6 * 0.4, 1e-6 * run.figure("carbon_kg"));
  const double mean = run.figure("energy_cost_dollars") / (run.figure("energy_joules") / 3.6e9);
  EXPECT_GT(mean, 20.0);
  EXPECT_LT(mean, 100.0);
}

/// scenarios/emerald.yaml: a quarter less for three hours, within the promise of every tier.
TEST(PowerControl, HoldsEmeraldsFieldTest) {
  const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  Diagnostics warnings;
  const auto file = std::filesystem::path(GIGAPOD_SOURCE_DIR) / "scenarios/emerald.yaml";
  const RecordedRun run = simulated(read_scenario(file, catalog, warnings));

  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_EQ(run.figure("curtailment_over_joules"), 0.0);
  EXPECT_NEAR(run.at("import_watts/", 5 * 3600.0) / run.at("import_watts/", 3.5 * 3600.0), 0.75, 0.01);
  const std::map<std::string, double> promises = {
      {"flex-3-1", 0.5}, {"flex-2-1", 0.75}, {"flex-1-1", 0.9}, {"flex-0", 1.0}};
  for (const auto& [job, speed] : promises) {
    const std::string metric = "job_step_seconds/" + job;
    EXPECT_LE(run.at(metric, 5 * 3600.0), run.at(metric, 3.5 * 3600.0) / speed * (1.0 + 1e-9)) << job;
  }
}

/// A service at a constant demand that fills most of a pod, a curtailment from the tenth hour to the thirteenth.
Scenario curtailed_service(const std::string& policy, Seconds notice, double reduction = 0.25) {
  Scenario scenario = curtailed(policy, reduction);
  scenario.jobs.clear();
  scenario.fleets = {small_fleet(120000.0)};
  if (reduction > 0.0) scenario.curtailments[0].notice = notice;
  return scenario;
}

TEST(PowerControl, ReplicasEndWhatTheyHaveAheadOfALimit) {
  const RecordedRun run = simulated(curtailed_service("pause", 30_min));

  const auto events = run.details("standby", "chat");
  ASSERT_EQ(events.size(), 2u);
  EXPECT_THAT(events[0], HasSubstr("end what they have"));
  EXPECT_THAT(events[1], HasSubstr("serve again"));
  const auto first = std::find_if(run.events.begin(), run.events.end(),
                                  [](const RecordedEvent& event) { return event.kind == "standby"; });
  EXPECT_LT(first->time, 10 * 3600.0);
  EXPECT_GT(first->time, 10 * 3600.0 - 120.0);  // no sooner than the requests take
  EXPECT_EQ(run.figure("requests_restarted"), 0.0);
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_GT(run.at("fleet_standby_chips/chat", 11 * 3600.0), 0.0);
  EXPECT_EQ(run.at("fleet_chips/chat", 11 * 3600.0), run.at("fleet_chips/chat", 9 * 3600.0));
  EXPECT_NEAR(run.figure("standby_chip_seconds") / run.figure("chip_seconds_power_capped"), 1.0, 1e-9);
  EXPECT_EQ(run.at("fleet_replicas/chat", 14 * 3600.0), run.at("fleet_replicas/chat", 9 * 3600.0));
  EXPECT_GT(run.figure("requests_unserved"), 0.0);
}

TEST(PowerControl, RequestsStartOverWhereNobodyGaveNotice) {
  const RecordedRun run = simulated(curtailed_service("pause", 0_s));

  EXPECT_THAT(run.details("standby", "chat"), testing::Contains(HasSubstr("start over")));
  EXPECT_GT(run.figure("requests_restarted"), 120000.0);  // a second of demand
  EXPECT_LT(run.figure("requests_restarted"), 120000.0 * 60.0);
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_NEAR(run.figure("requests_arrived"),
              run.figure("requests_served") + run.figure("requests_unserved") + run.figure("requests_queued"),
              1e-6 * run.figure("requests_arrived"));
}

/// The same service on one of 24 pods: a limit that even idle chips break.
Scenario curtailed_idle_site() {
  Scenario scenario = curtailed_service("pause", 30_min, 0.6);
  scenario.site.pods[0].count = 24;
  scenario.site.power.grid_power = 480_MW;
  return scenario;
}

TEST(PowerControl, NamesCapsAsTheConstraintWhereReplicasOnStandbyWouldHaveServed) {
  const RecordedRun run = simulated(curtailed_idle_site());

  EXPECT_LT(run.figure("chip_seconds_power_capped"), 0.01 * run.figure("chip_seconds_total"));
  EXPECT_GT(run.figure("requests_unserved"), 0.01 * run.figure("requests_arrived"));
  EXPECT_EQ(run.texts.at("binding_constraint_kind"), "power_caps");
  EXPECT_THAT(run.texts.at("binding_constraint"), HasSubstr("of the requests were not served"));
}

TEST(PowerControl, SaysThatALimitIsBelowWhatIdleChipsDraw) {
  const RecordedRun held = simulated(curtailed_service("pause", 30_min, 0.1));
  const RecordedRun run = simulated(curtailed_idle_site());

  EXPECT_TRUE(held.details("warning", "heat").empty());
  EXPECT_THAT(run.details("warning", "heat"), ElementsAre(HasSubstr("lies below what idle chips draw")));
  EXPECT_EQ(run.figure("curtailments_held"), 0.0);
  EXPECT_GT(run.figure("over_limit_joules"), 0.0);
}

TEST(PowerControl, RequestsEndInPeaceWhileAnotherLimitHoldsAlready) {
  Scenario scenario = curtailed_service("pause", 30_min, 0.05);
  scenario.curtailments.push_back(scenario.curtailments[0]);
  scenario.curtailments[1].name = "deeper";
  scenario.curtailments[1].at = 12_h;
  scenario.curtailments[1].reduction = 0.2;
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("curtailments_held"), 2.0);
  EXPECT_EQ(run.figure("requests_restarted"), 0.0);
  EXPECT_GT(run.at("fleet_standby_chips/chat", 12.5 * 3600), run.at("fleet_standby_chips/chat", 11 * 3600.0));
}

TEST(PowerControl, DrainsForTheNextLimitOnlyWhenItIsNear) {
  Scenario scenario = curtailed_service("pause", 30_min, 0.1);
  scenario.curtailments.push_back(scenario.curtailments[0]);
  scenario.curtailments[1].name = "later";
  scenario.curtailments[1].at = 18_h;
  scenario.curtailments[1].reduction = 0.2;
  scenario.curtailments[1].notice = 12_h;  // announced before the first begins
  const RecordedRun run = simulated(scenario);
  const RecordedRun first = simulated(curtailed_service("pause", 30_min, 0.1));

  EXPECT_EQ(run.figure("curtailments_held"), 2.0);
  EXPECT_EQ(run.figure("requests_restarted"), 0.0);
  EXPECT_EQ(run.at("fleet_standby_chips/chat", 11 * 3600.0), first.at("fleet_standby_chips/chat", 11 * 3600.0));
  EXPECT_EQ(run.at("fleet_standby_chips/chat", 15 * 3600.0), 0.0);
  EXPECT_GT(run.at("fleet_standby_chips/chat", 19 * 3600.0), first.at("fleet_standby_chips/chat", 11 * 3600.0));
}

TEST(PowerControl, NeverDrainsAFleetBelowItsLeastSpeed) {
  Scenario scenario = curtailed_service("pause", 30_min, 0.6);
  scenario.fleets[0].least_speed = 0.8;
  const RecordedRun run = simulated(scenario);

  const double before = run.at("fleet_replicas/chat", 9 * 3600.0);
  EXPECT_GE(run.at("fleet_replicas/chat", 11 * 3600.0), std::floor(0.8 * before));
  EXPECT_LT(run.at("fleet_replicas/chat", 11 * 3600.0), before);
  EXPECT_EQ(run.figure("curtailments_held"), 0.0);  // more than everybody may give
}

TEST(PowerControl, DrainsTheLessUrgentFleetFirst) {
  Scenario scenario = curtailed_service("pause", 30_min, 0.1);
  scenario.fleets[0].peak_requests_per_second = 60000.0;
  scenario.fleets.push_back(scenario.fleets[0]);
  scenario.fleets[1].name = "free";
  scenario.fleets[1].priority = scenario.fleets[0].priority - 1;
  const RecordedRun run = simulated(scenario);

  EXPECT_TRUE(run.details("standby", "chat").empty());
  EXPECT_FALSE(run.details("standby", "free").empty());
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
}

TEST(PowerControl, FollowsDemandThatRisesUnderALimitOnWhatIsDrawn) {
  Scenario scenario = curtailed_service("pause", 30_min, 0.1);
  scenario.power_control.admission = Admission::kDrawn;
  scenario.fleets[0].demand = {"diurnal_world", {}};
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.at("fleet_demand_requests_per_second/chat", 12 * 3600.0),
            1.01 * run.at("fleet_demand_requests_per_second/chat", 10 * 3600.0));
  EXPECT_EQ(run.figure("curtailments_held"), 1.0);
  EXPECT_EQ(run.figure("over_limit_joules"), 0.0);
}

/// Curtailments, clouds, an ageing battery and failing feeds at random: whatever comes, nothing is above its envelope
/// for longer than the reaction time.
TEST(PowerControl, HoldsEveryEnvelopeWhateverHappens) {
  RandomStream random(5);
  for (const char* policy : {"proportional", "by_priority", "least_loss", "pause", "preempt"}) {
    Scenario scenario = curtailed(policy, 0.0);
    scenario.jobs.push_back(small_job("third"));
    scenario.jobs.back().priority = 3;
    scenario.fleets = {small_fleet(20000.0)};
    scenario.fleets[0].priority = 5;
    scenario.horizon = 2_days;
    for (int i = 0; i < 6; ++i) {
      CurtailmentSpec event;
      event.name = "event-" + std::to_string(i);
      event.at = Seconds(3600.0 * (7.0 * i + 4.0 * random.uniform()) + 1800.0);
      event.duration = Seconds(600.0 + 9000.0 * random.uniform());
      event.reduction = 0.05 + 0.2 * random.uniform();
      event.notice = Seconds(1200.0 * random.uniform());
      scenario.curtailments.push_back(event);
    }
    GeneratorSpec field;
    field.name = "field";
    field.kind = GeneratorKind::kSolar;
    field.rating = Watts(4e6 * random.uniform());
    scenario.site.generation = {field};
    scenario.series.solar = SignalSpec{"of rating", 24_h, {0_h, 7_h, 12_h, 18_h}, {0.0, 0.5, 1.0, 0.0}};
    scenario.site.battery = BatterySpec{2_MW, 3_MWh, 0.85, random.uniform(), 0.0, BatteryUse::kReserve, {}, {}};
    scenario.power_control.ramp_per_minute = Watts(0.5e6);
    const RecordedRun run = simulated(scenario);

    const double reaction = scenario.power_control.reaction_time.value();
    double over_since = -1.0;
    for (const auto& [time, watts] : run.metrics.at("import_watts/")) {
      const bool is_over = watts > run.at("import_limit_watts/", time) * (1.0 + 1e-9);
      if (!is_over) over_since = -1.0;
      if (is_over && over_since < 0.0) over_since = time;
      if (is_over) {
        EXPECT_LE(time - over_since, reaction + 1e-6) << policy << " at " << time;
      }
    }
    EXPECT_EQ(run.figure("curtailments"), 6.0) << policy;
  }
}

TEST(PowerControl, GivesTheSameRunAgain) {
  EXPECT_EQ(simulated(curtailed("least_loss")).fingerprint, simulated(curtailed("least_loss")).fingerprint);
}

}  // namespace
}  // namespace gigapod
