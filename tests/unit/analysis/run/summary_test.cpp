#include "analysis/run/summary.hpp"

#include "analysis/number_text.hpp"
#include "tests/unit/analysis/run/made_run.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gigapod {
namespace {

RunData run_with_workloads() {
  RunData run = made_run();
  WorkloadRecord frontier = made_job("frontier", 5e11);
  frontier.slices = 16;
  frontier.chips = 147456;
  frontier.interruptions = 214;
  frontier.published_step_time = Seconds(17.0);
  frontier.published_source = "made up for this test";
  run.workloads = {frontier, made_job("midsize-1", 2e10)};
  add_made_fleet(run, "chat-405b");
  return run;
}

TEST(Summary, ReadsAsInTheGoldenFile) {
  const std::filesystem::path golden = GIGAPOD_SOURCE_DIR "/tests/unit/analysis/run/summary.golden.txt";

  const std::string text = summary_text(run_with_workloads());

  EXPECT_EQ(text, file_text(golden)) << "If the change is meant, put this text into " << golden;
}

TEST(Summary, FitsATerminalOf100Columns) {
  std::istringstream lines(summary_text(run_with_workloads()));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

TEST(Summary, SaysHowManyJobsMovedAndAtWhatCost) {
  RunData run = run_with_workloads();
  EXPECT_THAT(summary_text(run), testing::Not(testing::HasSubstr("Moves")));

  run.figures["migrations"] = 84;
  run.figures["migration_chip_seconds"] = 0.002 * run.figures["chip_seconds_total"];
  const double hours = 0.002 * run.figures["chip_seconds_total"] / 3600.0;

  EXPECT_THAT(summary_text(run), testing::HasSubstr("Moves         84 moves of jobs to make room for others, " +
                                                    short_count(hours) + " chip-hours (0.2% of the site's)"));
}

TEST(Summary, OfAnEmptyRunDividesByNothing) {
  const std::string text = summary_text(RunData{});

  EXPECT_THAT(text, testing::Not(testing::HasSubstr("nan")));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("inf")));
}

}  // namespace
}  // namespace gigapod
