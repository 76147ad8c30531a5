#include "analysis/scaling/scaling.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gigapod {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ScalingText, FitsATerminalOf120Columns) {
  std::istringstream lines(scaling_text(analyse_scaling(made_scaling_scenario())));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120u) << line;
}

TEST(ScalingText, ShowsBothCurvesWithTheReasonsOfTheirLimits) {
  const std::string text = scaling_text(analyse_scaling(made_scaling_scenario()));

  EXPECT_THAT(text,
              HasSubstr("scaling: scaling of 'pretrain' (dense-70b) on ironwood pods of v7 chips, grid 1.00 GW"));
  EXPECT_THAT(text, HasSubstr("Weak scaling (2 sequences per chip)\n"));
  EXPECT_THAT(text, HasSubstr("Strong scaling (16,384 sequences per step)\n"));
  EXPECT_THAT(text, HasSubstr("  995,328 chips: power: 995,328 chips need 1.1"));
  EXPECT_THAT(text, HasSubstr("First limit: the first that holds of\n"));
}

TEST(ScalingText, ShowsTheBestPlanTheEndsAndWhatMovesThem) {
  Scenario scenario = made_scaling_scenario();
  scenario.scale->chips = {64, 9216, 147'456, 1'000'000};
  ScalingOptions options;
  options.critical_batch = zhang_critical_batch(1e12);
  options.plans = 1000;

  const std::string text = scaling_text(analyse_scaling(scenario, options));

  EXPECT_THAT(text, HasSubstr("Critical batch: 38.7 M tokens, Zhang et al. 2024 for a run of 1.00 T tokens\n"));
  EXPECT_THAT(text, HasSubstr("measured for runs of 1.70 B to 24.0 B tokens; 1.00 T extrapolates it\n"));
  EXPECT_THAT(text, HasSubstr("Best plan at each size (slices, layout, remat and batch chosen at each size)\n"));
  EXPECT_THAT(text, HasSubstr("  End: "));
  EXPECT_THAT(text, HasSubstr("What moves the ends, the most first\n  half the "));
}

TEST(ScalingText, NotesInOneSentenceWhatBecomesOfTheSizesAskedFor) {
  ScalingStudy study;
  study.moved_sizes = {{30, 0, false}, {1000, 960, false}, {1010, 960, true}, {1'000'000, 995'328, false}};

  EXPECT_THAT(scaling_text(study),
              HasSubstr("Note: sizes are evaluated as the chips that equal slices fill: 30 not "
                        "at all, 1,000 as 960, 1,010 as the same 960, 1,000,000\n  as 995,328\n"));

  study.moved_sizes.assign(40, {1000, 960, true});
  EXPECT_THAT(scaling_text(study), HasSubstr("1,000 as the same 960 and 34 more (scaling.json)\n"));

  study.moved_sizes.clear();
  EXPECT_THAT(scaling_text(study), Not(HasSubstr("Note:")));
}

TEST(ScalingText, SentencesOfBothCurvesComeInTheOrderOfTheirEffects) {
  ScalingStudy study;
  study.sensitivities = {{"batch", "strong", "batch", 1e5, false, 2e4, false, 1.1e5, false},
                         {"failure_rate", "weak", "failure rate", 1e5, false, 2e5, false, 1e5, false}};

  EXPECT_THAT(scaling_text(study),
              HasSubstr("What moves the ends, the most first\n"
                        "  half the batch moves the end of the strong curve from 100 k to 20.0 k chips\n"
                        "  half the failure rate moves the end of the weak curve from 100 k to 200 k chips\n"
                        "  2x batch moves the end of the strong curve from 100 k to 110 k chips\n"));
}

TEST(ScalingText, NotesWhereTheClosedFormIsOutsideTheSimulatedInterval) {
  const auto point = [](std::int64_t chips, double goodput, double simulated) {
    ScalePoint one;
    one.chips = chips;
    one.goodput = goodput;
    one.simulated_goodput = {simulated, 0.002, 30};
    return one;
  };
  ScalingStudy study;
  study.weak.name = "weak";
  study.weak.points = {point(64, 0.98, 0.981), point(128, 0.97, 0.95), point(1024, 0.91, 0.94)};

  EXPECT_THAT(
      scaling_json(study),
      HasSubstr("the closed form of goodput lies outside the 95% interval of simulated lives at 2 of 3 sizes, "
                "farthest at 1,024 chips of the weak curve: 91.00% against 93.80 to 94.20%"));
  EXPECT_THAT(scaling_text(study), HasSubstr("Note: the closed form of goodput lies outside"));

  study.weak.points = {point(64, 0.98, 0.981)};
  EXPECT_THAT(scaling_text(study), Not(HasSubstr("Note:")));
}

TEST(ScalingText, ShowsDashesWhereNoPlanRuns) {
  Scenario scenario = made_scaling_scenario();
  scenario.jobs.front().plan.model.layers = 6400;
  scenario.scale->chips = {64};

  const std::string text = scaling_text(analyse_scaling(scenario));

  EXPECT_THAT(text, testing::ContainsRegex("     64  -  .* -  hbm\n"));
  EXPECT_THAT(text, HasSubstr("  64 chips: hbm: memory: needs "));
}

}  // namespace
}  // namespace gigapod
