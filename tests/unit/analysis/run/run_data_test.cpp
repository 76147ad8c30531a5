#include "analysis/run/run_data.hpp"

#include "tests/unit/analysis/run/made_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(RunData, AnswersForNamesItDoesNotHave) {
  RunData run = made_run();
  run.metrics["site_power_watts"][""].set(Seconds(0), 5);

  EXPECT_EQ(run.figure("pods"), 105);
  EXPECT_EQ(run.figure("none"), 0);
  EXPECT_EQ(run.figure("none", 7), 7);
  EXPECT_EQ(run.text("none"), "");
  EXPECT_EQ(run.horizon(), Seconds(30 * 86400.0));
  ASSERT_NE(run.find_series("site_power_watts"), nullptr);
  EXPECT_EQ(run.find_series("site_power_watts", "hall-00"), nullptr);
  EXPECT_EQ(run.find_series("none"), nullptr);
}

}  // namespace
}  // namespace gigapod
