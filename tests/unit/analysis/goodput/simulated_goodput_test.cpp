#include "analysis/goodput/simulated_goodput.hpp"

#include "analysis/goodput/expected_goodput.hpp"
#include "analysis/goodput/job_goodput.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

constexpr Seconds kMonth{30 * 86400.0};

/// One class of interruptions with the rate `rate`, an hour between checkpoints in the storage of 30 s.
JobRisks plain_risks(Hertz rate) {
  JobRisks risks;
  JobRisk risk;
  risk.kind.name = "made";
  risk.rate = rate;
  risk.silence = Seconds(13);
  risk.restart = Seconds(400);
  risks.risks = {risk};
  risks.copies = {{Seconds(3600), Seconds(30), Seconds(30), Seconds(100), std::nullopt}};
  risks.heartbeat = Seconds(10);
  return risks;
}

FailureTerms published() {
  FailureTerms terms;
  terms.failures = published_failure_classes();
  return terms;
}

JobRisks risks_of(const FailureTerms& terms, int pods) {
  const Scenario scenario = made_scaling_scenario();
  return job_risks(terms, scenario.site, scenario.pods.at("ironwood"), scenario.chips.at("v7"),
                   {Shape{{16, 24, 24}}, pods}, Bytes(5e12));
}

TEST(SimulatedGoodput, IsOneWithoutFailures) {
  const MeanInterval found = simulated_goodput({}, kMonth, 5, 1);

  EXPECT_EQ(found.mean, 1.0);
  EXPECT_EQ(found.half_width, 0.0);
  EXPECT_EQ(found.samples, 5u);
}

TEST(SimulatedGoodput, AgreesWithDalyOverThreeDecadesOfRates) {
  for (const double hours : {100.0, 10.0, 2.0, 0.5, 0.2}) {
    const JobRisks risks = plain_risks(Hertz(1.0 / (3600.0 * hours)));

    const MeanInterval drawn = simulated_goodput(risks, kMonth, 60, 1);
    const double daly = expected_goodput({risks.risks[0].rate, Seconds(413), Seconds(3600), Seconds(30)});

    EXPECT_NEAR(drawn.mean, daly, 2.0 * drawn.half_width + 1e-4) << hours;
    EXPECT_NEAR(job_goodput(risks).goodput, daly, 1e-12) << hours;
  }
}

TEST(SimulatedGoodput, AgreesWithTheClosedFormForPublishedFailures) {
  for (const int pods : {1, 8, 32, 108}) {
    const JobRisks risks = risks_of(published(), pods);

    const MeanInterval drawn = simulated_goodput(risks, kMonth, 100, 1);

    EXPECT_NEAR(drawn.mean, job_goodput(risks).goodput, 2.0 * drawn.half_width + 0.003) << pods;
  }
}

TEST(SimulatedGoodput, AgreesWithTheClosedFormForEveryKindOfFailure) {
  FailureTerms terms;
  for (const FailureClass& kind : complete_failure_classes()) {
    if (kind.burst_share == 0.0) terms.failures.push_back(kind);
  }
  for (const int pods : {1, 16, 64}) {
    const JobRisks risks = risks_of(terms, pods);

    const MeanInterval drawn = simulated_goodput(risks, kMonth, 100, 1);

    EXPECT_NEAR(drawn.mean, job_goodput(risks).goodput, 2.0 * drawn.half_width + 0.01) << pods;
  }
}

TEST(SimulatedGoodput, AgreesWithTheClosedFormForCopiesNearTheChips) {
  FailureTerms terms = published();
  terms.tiers.resize(1);
  terms.tiers[0].tier = TierKind::kPeer;
  for (const int pods : {1, 16, 108}) {
    const JobRisks risks = risks_of(terms, pods);

    const MeanInterval drawn = simulated_goodput(risks, kMonth, 100, 1);

    EXPECT_NEAR(drawn.mean, job_goodput(risks).goodput, 2.0 * drawn.half_width + 0.005) << pods;
  }
}

TEST(SimulatedGoodput, GainsFromCopiesNearTheChips) {
  FailureTerms near = published();
  near.checkpoint_interval = Seconds(1800);
  const double far = simulated_goodput(risks_of(near, 32), kMonth, 30, 1).mean;
  near.tiers.resize(1);
  near.tiers[0].tier = TierKind::kPeer;

  EXPECT_GT(simulated_goodput(risks_of(near, 32), kMonth, 30, 1).mean, far + 0.1);
}

TEST(SimulatedGoodput, LosesTimeToCorruptionUntilItIsFound) {
  JobRisks risks = plain_risks(Hertz(1e-9));
  JobRisk corruption = risks.risks[0];
  corruption.kind.name = "corruption";
  corruption.kind.effect = FailureEffect::kCorrupt;
  corruption.kind.detection = Seconds(7200);
  corruption.rate = Hertz(1.0 / 86400.0);
  risks.risks.push_back(corruption);

  const MeanInterval drawn = simulated_goodput(risks, kMonth, 200, 1);

  // Pauses take 0.8%; a day between corruptions is followed by two hours of them, half an interval and a restart.
  const double cycle = 86400.0 + 7200.0 / (1.0 + 1.0 / 24.0) + 1800.0 + 400.0;
  EXPECT_NEAR(drawn.mean, 86400.0 / cycle * 3600.0 / 3630.0, 2.0 * drawn.half_width + 0.002);
}

TEST(SimulatedGoodput, IsTheSameForTheSameSeedsAndNarrowsWithMore) {
  const JobRisks risks = risks_of(published(), 8);

  EXPECT_EQ(simulated_goodput(risks, kMonth, 10, 7).mean, simulated_goodput(risks, kMonth, 10, 7).mean);
  EXPECT_NE(simulated_goodput(risks, kMonth, 10, 7).mean, simulated_goodput(risks, kMonth, 10, 8).mean);
  EXPECT_LT(simulated_goodput(risks, kMonth, 400, 1).half_width, simulated_goodput(risks, kMonth, 25, 1).half_width);
}

TEST(SimulatedGoodput, HoldsTheTrueMeanInItsIntervalNineteenTimesInTwenty) {
  const JobRisks risks = plain_risks(Hertz(1.0 / 7200.0));
  const double truth = job_goodput(risks).goodput;

  int held = 0;
  for (std::uint64_t study = 0; study < 200; ++study) {
    held += simulated_goodput(risks, kMonth, 20, 1000 * study).holds(truth) ? 1 : 0;
  }

  // Binomial with 0.95 of 200: 190, within four standard deviations of 3.1.
  EXPECT_GE(held, 178);
}

}  // namespace
}  // namespace gigapod
