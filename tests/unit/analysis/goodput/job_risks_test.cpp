#include "analysis/goodput/job_risks.hpp"

#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;

FailureClass failing(FailureScope scope, double per_day) {
  FailureClass kind;
  kind.name = "made";
  kind.scope = scope;
  kind.rate = Hertz(per_day / kDay);
  return kind;
}

/// A job on a pod of 9,216 chips with a state of 5 TB.
JobRisks risks_of(const FailureTerms& terms, Seconds step = Seconds(0)) {
  const Scenario scenario = made_scaling_scenario();
  return job_risks(terms, scenario.site, scenario.pods.at("ironwood"), scenario.chips.at("v7"),
                   {Shape{{16, 24, 24}}, 1}, Bytes(5e12), step);
}

TEST(JobRisks, AreNoneWithoutFailures) {
  EXPECT_TRUE(risks_of({}).risks.empty());
  EXPECT_TRUE(risks_of({}).copies.empty());
}

TEST(JobRisks, CountTheComponentsOfTheJob) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kHost, 0.001)};

  const JobRisks found = risks_of(terms);

  ASSERT_EQ(found.risks.size(), 1u);
  EXPECT_NEAR(found.interruption_rate().value() * kDay, 0.001 * 9216 / 4, 1e-9);
  EXPECT_TRUE(found.risks.front().interrupts);
  // Heartbeats, then restart, switches and restore.
  EXPECT_EQ(found.risks.front().silence, Seconds(13));
  EXPECT_EQ(found.risks.front().restart, Seconds(310) + found.storage().restore);
}

TEST(JobRisks, RerouteCablesWhereTheJobDoes) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kLink, 0.001)};
  terms.failures.front().slowdown = 0.03;
  FailureTerms stopping = terms;
  stopping.reroutes = false;

  EXPECT_EQ(risks_of(terms).interruption_rate(), Hertz(0));
  EXPECT_FALSE(risks_of(terms).risks.front().interrupts);
  EXPECT_TRUE(risks_of(stopping).risks.front().interrupts);
}

TEST(JobRisks, FindHangsAndCorruptionLate) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kHost, 0.001), failing(FailureScope::kChip, 0.001)};
  terms.failures[0].effect = FailureEffect::kHang;
  terms.failures[1].effect = FailureEffect::kCorrupt;

  const JobRisks found = risks_of(terms);

  EXPECT_EQ(found.risks[0].silence, Seconds(600));
  EXPECT_EQ(found.risks[1].silence, Seconds(0));
}

TEST(JobRisks, ComeBackFromTheNearestCopyThatSurvives) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kHost, 0.001), failing(FailureScope::kRack, 0.001),
                    failing(FailureScope::kJob, 0.001), failing(FailureScope::kChip, 0.001)};
  terms.failures[3].effect = FailureEffect::kCorrupt;
  terms.tiers.resize(2);
  terms.tiers[0].tier = TierKind::kPeer;
  terms.tiers[0].interval = Seconds(60);
  terms.tiers[1].tier = TierKind::kHost;
  terms.tiers[1].interval = Seconds(30);

  const JobRisks found = risks_of(terms);

  ASSERT_EQ(found.copies.size(), 3u);
  EXPECT_EQ(found.copies[0].interval, Seconds(30));
  EXPECT_EQ(found.copies[1].interval, Seconds(60));
  EXPECT_FALSE(found.storage().tier);
  EXPECT_EQ(found.risks[0].place, 1u);  // the own host is gone, a peer has it
  EXPECT_EQ(found.risks[1].place, 2u);
  EXPECT_EQ(found.risks[2].place, 0u);
  EXPECT_EQ(found.risks[3].place, 2u);  // near copies are spoilt
}

TEST(JobRisks, TakeNearCopiesAtMostOnceAStep) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kHost, 0.1)};
  terms.tiers.resize(1);
  terms.tiers[0].tier = TierKind::kPeer;

  EXPECT_LT(risks_of(terms).copies.front().interval, Seconds(20));
  EXPECT_EQ(risks_of(terms, Seconds(20)).copies.front().interval, Seconds(20));
}

TEST(JobRisks, CheckpointInTheStorageForWhatNoNearCopySurvives) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kHost, 0.01), failing(FailureScope::kRack, 1e-7)};
  const Seconds alone = risks_of(terms).storage().interval;
  terms.tiers.resize(1);
  terms.tiers[0].tier = TierKind::kPeer;

  EXPECT_GT(risks_of(terms).storage().interval, alone);
}

TEST(JobRisks, CountASwitchForEveryJobOfItsPod) {
  FailureTerms terms;
  terms.failures = {failing(FailureScope::kOcs, 0.1)};
  terms.failures.front().slowdown = 0.03;
  const Scenario scenario = made_scaling_scenario();
  const auto rate_of = [&](const SliceAllocation& slices) {
    return job_risks(terms, scenario.site, scenario.pods.at("ironwood"), scenario.chips.at("v7"), slices, Bytes(5e12))
        .risks.front()
        .rate;
  };

  EXPECT_EQ(rate_of({Shape{{4, 4, 4}}, 1}), rate_of({Shape{{16, 24, 24}}, 1}));
  EXPECT_NEAR(rate_of({Shape{{16, 24, 24}}, 3}) / rate_of({Shape{{16, 24, 24}}, 1}), 3.0, 1e-12);
}

}  // namespace
}  // namespace gigapod
