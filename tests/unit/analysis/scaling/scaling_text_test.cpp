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
  EXPECT_THAT(text, HasSubstr("What moves the ends, the most first\n  2x "));
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
