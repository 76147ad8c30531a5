#include "analysis/scaling/scaling.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/analysis/made_scenario.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace gigapod {
namespace {

/// The weak and the strong curve alone.
ScalingStudy plain_study(const Scenario& scenario) {
  ScalingOptions options;
  options.seeds = 0;
  options.plans = 0;
  options.has_sensitivities = false;
  return analyse_scaling(scenario, options);
}

std::vector<const ScalePoint*> all_points(const ScalingStudy& study) {
  std::vector<const ScalePoint*> all;
  for (const ScaleCurve* curve : {&study.weak, &study.strong}) {
    for (const ScalePoint& point : curve->points) all.push_back(&point);
  }
  return all;
}

TEST(Scaling, HonoursTheSizesAskedForOnBothCurves) {
  Scenario scenario = made_scaling_scenario();
  scenario.scale->chips = {64, 1000, 30000, 1'000'000};

  const ScalingStudy study = plain_study(scenario);

  ASSERT_EQ(study.weak.points.size(), 4u);
  ASSERT_EQ(study.strong.points.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    const ScalePoint& point = study.weak.points[i];
    EXPECT_EQ(point.requested_chips, scenario.scale->chips[i]);
    EXPECT_LE(point.chips, point.requested_chips);
    EXPECT_GE(static_cast<double>(point.chips), 0.9 * static_cast<double>(point.requested_chips));
    EXPECT_EQ(study.strong.points[i].chips, point.chips);
  }
}

TEST(Scaling, GoesFrom64ChipsToAMillionWhenNoSizesAreGiven) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  EXPECT_EQ(study.weak.points.size(), 15u);
  EXPECT_EQ(study.weak.points.front().chips, 64);
  EXPECT_EQ(study.weak.points.back().requested_chips, 1'000'000);
}

TEST(Scaling, SplitsEveryStepIntoPartsThatSumToIt) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  for (const ScalePoint* point : all_points(study)) {
    const StepTime& step = point->step;
    const Seconds sum = step.compute + step.hbm + step.ici + step.dcn + step.bubble + step.straggler + step.overhead;
    ASSERT_TRUE(point->is_feasible) << point->chips;
    EXPECT_NEAR(sum / step.total, 1.0, 1e-9) << point->chips;
  }
}

TEST(Scaling, NeverRaisesMfuOnTheWeakCurve) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  double lowest = 1.0;
  for (const ScalePoint& point : study.weak.points) {
    EXPECT_LE(point.step.mfu, lowest * 1.01) << point.chips;
    lowest = std::min(lowest, point.step.mfu);
  }
}

TEST(Scaling, KeepsSequencesPerChipOnTheWeakCurveAndPerStepOnTheStrong) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  for (const ScalePoint& point : study.weak.points) EXPECT_EQ(point.global_batch, 2 * point.chips);
  for (const ScalePoint& point : study.strong.points) EXPECT_EQ(point.global_batch, 16384);
}

TEST(Scaling, TakesTokensPerSecondFromRealSequences) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  for (const ScalePoint* point : all_points(study)) {
    const double tokens = point->global_batch * 8192.0;
    EXPECT_NEAR(point->tokens_per_second / (tokens / point->step.total.value()), 1.0, 1e-9) << point->chips;
    EXPECT_DOUBLE_EQ(point->useful_tokens_per_second, point->tokens_per_second * point->goodput);
  }
}

TEST(Scaling, NeverGainsGoodputWithMoreChips) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  double lowest = 1.0;
  for (const ScalePoint& point : study.weak.points) {
    EXPECT_LE(point.goodput, lowest) << point.chips;
    lowest = point.goodput;
  }
}

TEST(Scaling, DrawsBetweenIdleAndProvisionedPower) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  for (const ScalePoint* point : all_points(study)) {
    const Watts idle = Watts((270.0 + 700.0 / 4) * 1.09) * static_cast<double>(point->chips);
    EXPECT_GT(point->power, idle) << point->chips;
    EXPECT_LE(point->power, point->provisioned_power) << point->chips;
  }
}

TEST(Scaling, EndsAtTheEnvelopeWithAMillionChips) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  EXPECT_EQ(study.weak.points.back().limit, ScalingLimit::kPower);
  EXPECT_EQ(study.strong.points.back().limit, ScalingLimit::kPower);
}

TEST(Scaling, EndsStrongScalingByTheBatchBeforeTheEnvelope) {
  const ScalingStudy study = plain_study(made_scaling_scenario());

  const auto& points = study.strong.points;
  EXPECT_TRUE(std::any_of(points.begin(), points.end(),
                          [](const ScalePoint& point) { return point.limit == ScalingLimit::kBatch; }));
}

TEST(Scaling, LosesNothingToFailuresWhereThereAreNone) {
  Scenario scenario = made_scaling_scenario();
  scenario.failures.clear();

  const ScalingStudy study = plain_study(scenario);

  for (const ScalePoint* point : all_points(study)) EXPECT_EQ(point->goodput, 1.0);
}

TEST(Scaling, UsesTheCheckpointIntervalOfTheJob) {
  Scenario scenario = made_scaling_scenario();
  scenario.jobs.front().checkpoint_interval = Seconds(1234);

  EXPECT_EQ(plain_study(scenario).weak.points.back().checkpoint_interval, Seconds(1234));
}

TEST(Scaling, ReportsTheSizesAtWhichAModelDoesNotFit) {
  Scenario scenario = made_scaling_scenario();
  scenario.jobs.front().plan.model.layers = 1280;  // 1.1 trillion parameters
  scenario.scale->chips = {64, 4096};

  const ScalingStudy study = plain_study(scenario);

  EXPECT_FALSE(study.weak.points[0].is_feasible);
  EXPECT_EQ(study.weak.points[0].limit, ScalingLimit::kHbm);
  EXPECT_TRUE(study.weak.points[1].is_feasible);
}

TEST(Scaling, GivesTheSameStudyWithAnyNumberOfThreads) {
  ScalingOptions many;
  many.jobs = 3;

  EXPECT_EQ(scaling_json(analyse_scaling(made_scaling_scenario())),
            scaling_json(analyse_scaling(made_scaling_scenario(), many)));
}

TEST(Scaling, AnswersFifteenSizesOfAMixtureOfExpertsInASecond) {
  Scenario scenario = made_scaling_scenario();
  TransformerSpec& model = scenario.jobs.front().plan.model;
  model.experts = 192;
  model.experts_per_token = 8;
  model.expert_ffn = 3072;
  model.heads = 96;
  model.layers = 96;

  // Time of the processor, which other programs on the machine do not lengthen.
  const std::clock_t start = std::clock();
  const ScalingStudy study = plain_study(scenario);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  EXPECT_EQ(study.weak.points.size(), 15u);
  EXPECT_LT(seconds, 1.0);
}

TEST(Scaling, GrowsTheLargestTrainingJobWhereNothingElseIsAsked) {
  Scenario scenario = made_scaling_scenario();
  JobSpec larger = scenario.jobs.front();
  larger.name = "larger";
  larger.plan.parallelism.dcn_data *= 2;
  scenario.jobs.push_back(larger);
  JobSpec inference = larger;
  inference.name = "inference";
  inference.kind = JobKind::kBatchInference;
  inference.plan.parallelism.dcn_data *= 2;
  scenario.jobs.push_back(inference);

  EXPECT_EQ(with_scale(scenario).scale->job, scenario.jobs.front().name);  // as its section says
  scenario.scale.reset();
  EXPECT_EQ(with_scale(scenario).scale->job, "larger");
  EXPECT_EQ(largest_training_job(scenario)->name, "larger");

  scenario.jobs.erase(scenario.jobs.begin(), scenario.jobs.begin() + 2);
  EXPECT_EQ(largest_training_job(scenario), nullptr);
  EXPECT_EQ(message_of<InvalidInput>([&] { (void)with_scale(scenario); }),
            "scaling.yaml: error: the scenario has no job that trains, and no 'scale' section\n");
}

TEST(Scaling, NeedsAScaleSectionAndItsJob) {
  Scenario none = made_scaling_scenario();
  none.scale.reset();
  Scenario unknown = made_scaling_scenario();
  unknown.scale->job = "other";

  EXPECT_EQ(message_of<InvalidInput>([&] { (void)analyse_scaling(none); }),
            "scaling.yaml: error: the scenario has no 'scale' section\n");
  EXPECT_EQ(message_of<InvalidInput>([&] { (void)analyse_scaling(unknown); }),
            "scaling.yaml: error: 'scale' names job 'other', which the scenario does not have\n");
}

}  // namespace
}  // namespace gigapod
