#include "analysis/scaling.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gigapod {
namespace {

using testing::HasSubstr;

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
