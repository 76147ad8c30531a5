#include "tests/app/program_after.hpp"
#include "tests/app/sweep_run.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <sys/resource.h>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

TEST(SweepCommand, WritesTheSameBytesAtAnyNumberOfJobs) {
  const SweepRun one(kStudy, {"sweep", "study.yaml", "-o", "out", "-j", "1"});
  const SweepRun five(kStudy, {"sweep", "study.yaml", "-o", "out", "-j", "5"});

  ASSERT_EQ(one.result.exit_code, 0) << one.result.errors;
  EXPECT_EQ(one.result.output, five.result.output);
  for (const char* name : {"out/results.csv", "out/runs.csv", "out/study.json", "out/study.txt", "out/report.html",
                           "out/failures.csv", "out/results.sqlite", "out/resolved.yaml"}) {
    EXPECT_NE(one.file(name), "") << name;
    EXPECT_EQ(one.file(name), five.file(name)) << name;
  }
}

TEST(SweepCommand, FleetsAreTheSameWhicheverProcessMeasuresTheirReplicas) {
  const std::string study =
      "extends: " + shipped_scenario("quickstart") +
      "\nhorizon: 2 h\nstudy:\n  seeds: 4\n  measures: [energy_joules, chat-70b.ttft_p95_seconds]\n"
      "  axes:\n    - {name: requests, key: fleets.chat-70b.peak_requests_per_second, values: "
      "[2000]}\n";
  const SweepRun shared(study, {"sweep", "study.yaml", "-o", "out", "-j", "1"});
  const SweepRun apart(study, {"sweep", "study.yaml", "-o", "out", "-j", "4"});

  ASSERT_EQ(shared.result.exit_code, 0) << shared.result.errors;
  EXPECT_EQ(shared.file("out/runs.csv"), apart.file("out/runs.csv"));
  const ProgramResult run = run_program({"run", "study.yaml", "-o", "run", "--seed", "4"}, shared.scratch.path());
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const auto figures = nlohmann::json::parse(shared.file("run/summary.json"));
  EXPECT_THAT(shared.file("out/runs.csv"),
              HasSubstr(fmt::format("\n2000,4,{},", figures["energy_joules"].get<double>())));
}

TEST(SweepCommand, EveryRunIsTheRunOfItsSeed) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "2", "--json"});
  ASSERT_EQ(sweep.result.exit_code, 0) << sweep.result.errors;
  const ProgramResult run = run_program({"run", "study.yaml", "-o", "run", "--seed", "2"}, sweep.scratch.path());
  ASSERT_EQ(run.exit_code, 0) << run.errors;

  const auto figures = nlohmann::json::parse(sweep.file("run/summary.json"));
  const double interruptions = figures["interruptions"];
  EXPECT_THAT(sweep.file("out/runs.csv"), HasSubstr("\n1 min,2,"));
  EXPECT_THAT(sweep.file("out/runs.csv"), HasSubstr(std::to_string(static_cast<int>(interruptions)) + ","));
  EXPECT_EQ(nlohmann::json::parse(sweep.result.output)["seeds"], 2);
}

TEST(SweepCommand, SaysWhereTheTargetIsReached) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out"});

  EXPECT_THAT(sweep.result.output, HasSubstr("train.goodput of at least 90%, its whole interval\n"));
  EXPECT_THAT(sweep.result.output, HasSubstr("first with 1 min"));
}

TEST(SweepCommand, CheckCountsTheCases) {
  const SweepRun checked(kStudy, {"check", "study.yaml"});

  EXPECT_EQ(checked.result.exit_code, 0) << checked.result.errors;
  EXPECT_THAT(checked.result.output, HasSubstr("study.yaml: valid (study of 2 cases with 4 seeds each)\n"));

  std::string one = kStudy;
  one.replace(one.find("seeds: 4"), 8, "seeds: 1");
  EXPECT_THAT(SweepRun(one, {"check", "study.yaml"}).result.output,
              HasSubstr("study.yaml: valid (study of 2 cases with 1 seed each)\n"));
}

TEST(SweepCommand, RefusesBadInputWith3) {
  const SweepRun plain("name: x\nsite: {base: two_v4_pods}\n", {"sweep", "study.yaml", "-o", "out"});
  EXPECT_EQ(plain.result.exit_code, 3);
  EXPECT_THAT(plain.result.errors, HasSubstr("study.yaml: error: the scenario has no section 'study'\n"));

  const SweepRun folder(kStudy, {"sweep", "study.yaml", "-o", "."});
  EXPECT_EQ(folder.result.exit_code, 3);
  EXPECT_EQ(folder.result.errors, "error: folder '.' exists and holds no sweep; choose another or give --force\n");
}

TEST(SweepCommand, AnUnknownMeasureIsRefusedBeforeAnyRun) {
  std::string text = kStudy;
  text.replace(text.find("share.down"), 10, "utilisation, train.godput");
  const SweepRun sweep(text, {"sweep", "study.yaml", "-o", "out"});

  EXPECT_EQ(sweep.result.exit_code, 3);
  EXPECT_EQ(sweep.result.errors,
            "study.yaml:8:68: error: runs have no figure 'utilisation'\n"
            "    measures: [train.goodput, train.interruptions, failures.machine, utilisation, train.godput]\n"
            "                                                                     ^\n"
            "  did you mean 'utilization'?\n"
            "study.yaml:8:81: error: neither jobs nor fleets have a figure 'godput'\n"
            "    measures: [train.goodput, train.interruptions, failures.machine, utilisation, train.godput]\n"
            "                                                                                  ^\n"
            "  did you mean 'goodput'?\n"
            "2 errors\n");
  EXPECT_FALSE(std::filesystem::exists(sweep.scratch.path() / "out"));
}

TEST(SweepCommand, ItsFolderIsNoRunDirectoryAndOthersSayWhatItIs) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  const auto errors = [&](const std::vector<std::string>& line) {
    return run_program(line, sweep.scratch.path()).errors;
  };

  const std::string text =
      "error: 'out' is not a run directory: it holds the results of `gigapod sweep`; open out/report.html\n";
  EXPECT_EQ(errors({"report", "out"}), text);
  EXPECT_EQ(errors({"export", "out", "-o", "csv"}), text);
  std::filesystem::remove(sweep.scratch.path() / "out/study.json");
  EXPECT_EQ(errors({"report", "out"}),
            "error: 'out' is not a run directory: it holds the journal of a `gigapod sweep` that has not ended; "
            "the same sweep with the same --output goes on\n");
}

TEST(SweepCommand, IsCalledStudyToo) {
  const SweepRun sweep(kStudy, {"study", "study.yaml", "-o", "out", "--seeds", "2"});

  EXPECT_EQ(sweep.result.exit_code, 0) << sweep.result.errors;
}

TEST(SweepCommand, GoesOnWithMoreSeedsWhereAnEarlierOneStopped) {
  const SweepRun whole(kStudy, {"sweep", "study.yaml", "-o", "out"});
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "2"});
  EXPECT_EQ(lines_of(sweep.file("out/journal.txt")), 1u + 2 * 2);

  const ProgramResult more = run_program({"sweep", "study.yaml", "-o", "out"}, sweep.scratch.path());

  EXPECT_EQ(more.exit_code, 0) << more.errors;
  EXPECT_EQ(lines_of(sweep.file("out/journal.txt")), 1u + 2 * 4);
  for (const char* name : {"out/results.csv", "out/runs.csv", "out/results.sqlite", "out/report.html"}) {
    EXPECT_EQ(sweep.file(name), whole.file(name)) << name;
  }
}

TEST(SweepCommand, AFinishedSweepRunsNothingAgain) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out"});
  const std::string journal = sweep.file("out/journal.txt");

  const ProgramResult again = run_program({"sweep", "study.yaml", "-o", "out"}, sweep.scratch.path());

  EXPECT_EQ(again.output, sweep.result.output);
  EXPECT_EQ(sweep.file("out/journal.txt"), journal);
}

TEST(SweepCommand, StopsEarlyTheSameWayAtAnyNumberOfJobs) {
  std::string text = kStudy;
  text.replace(text.find("  seeds: 4\n"), 11, "  seeds: 20\n  least_seeds: 3\n  precision: 0.02\n");
  const SweepRun one(text, {"sweep", "study.yaml", "-o", "out", "-j", "1", "--json"});
  const SweepRun six(text, {"sweep", "study.yaml", "-o", "out", "-j", "6", "--json"});

  ASSERT_EQ(one.result.exit_code, 0) << one.result.errors;
  const auto json = nlohmann::json::parse(one.result.output);
  EXPECT_EQ(json["rows"][0]["seeds"], 3);  // restarts of a minute hardly spread
  EXPECT_GT(json["rows"][1]["seeds"], 3);
  EXPECT_EQ(one.result.output, six.result.output);
  EXPECT_EQ(one.file("out/results.sqlite"), six.file("out/results.sqlite"));
}

void limit_to_a_second() {
  const rlimit limit{1, 1};  // of processor time, of every process by itself
  setrlimit(RLIMIT_CPU, &limit);
}

TEST(SweepCommand, ARunThatDiesLeavesTheOthersAlone) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "study.yaml",
      "extends: " + shipped_scenario("reliability/million_chips_90_days") +
          "\nstudy: {seeds: 2, measures: [failures], axes: [{name: time, key: horizon, values: [1 h, 90 days]}]}\n");

  const ProgramResult result =
      run_program_after(limit_to_a_second, {"sweep", "study.yaml", "-o", "out", "-j", "2"}, scratch.path());

  EXPECT_EQ(result.exit_code, 1) << result.errors;
  EXPECT_EQ(result.errors, "error: 2 without a result; out/failures.csv says why\n");
  EXPECT_THAT(result.output, HasSubstr("2 without a result\n"
                                       "  time 90 days, seed 1: the process was ended by signal "));
  EXPECT_EQ(lines_of(file_text(scratch.path() / "out/runs.csv")), 3u);
  EXPECT_EQ(lines_of(file_text(scratch.path() / "out/failures.csv")), 3u);
  EXPECT_EQ(lines_of(file_text(scratch.path() / "out/journal.txt")), 3u);
}

TEST(SweepCommand, ReportsInvalidCombinationsThatItLeavesOut) {
  std::string text = kStudy;
  text.replace(text.find("    - {name: restart, key: jobs.train.restart_time, values: [1 min, 4 h]}"),
               std::string::npos, "    - {name: slice, key: jobs.train.slice, values: [8x8x16, 8x8x15]}\n");
  const SweepRun refused(text, {"sweep", "study.yaml", "-o", "out"});
  EXPECT_EQ(refused.result.exit_code, 3);
  text.replace(text.find("  seeds: 4\n"), 11, "  seeds: 2\n  invalid: leave_out\n");
  const SweepRun sweep(text, {"sweep", "study.yaml", "-o", "out"});

  EXPECT_EQ(sweep.result.exit_code, 1);
  EXPECT_THAT(sweep.result.output,
              HasSubstr("1 without a result\n  slice 8x8x15: 8x8x15 does not fill whole 4x4x4 cubes"));
  EXPECT_EQ(lines_of(sweep.file("out/runs.csv")), 3u);
}

TEST(SweepCommand, StartsAnewWhenItMust) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  std::string longer = kStudy;
  longer.replace(longer.find("20 days"), 7, "21 days");
  const SweepRun fresh(longer, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  write_text(sweep.scratch.path() / "study.yaml", longer);

  const ProgramResult result =
      run_program({"sweep", "study.yaml", "-o", "out", "--seeds", "1", "--force"}, sweep.scratch.path());

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(lines_of(sweep.file("out/journal.txt")), 3u);
  EXPECT_EQ(sweep.file("out/results.sqlite"), fresh.file("out/results.sqlite"));
}

TEST(SweepCommand, KeepsNoSensitivityOfASampleThatIsGone) {
  const std::string range = "{name: restart, key: jobs.train.restart_time, low: 1 min, high: 240 min}";
  std::string text = kStudy;
  text.replace(text.find("  axes:\n"), std::string::npos,
               "  sample: {method: one_at_a_time}\n  axes:\n    - " + range + "\n");
  const SweepRun sweep(text, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  const auto file = sweep.scratch.path() / "out/sensitivity.csv";
  EXPECT_EQ(sweep.result.exit_code, 0) << sweep.result.errors;
  EXPECT_TRUE(std::filesystem::exists(file));

  write_text(sweep.scratch.path() / "study.yaml", kStudy);
  const ProgramResult result =
      run_program({"sweep", "study.yaml", "-o", "out", "--seeds", "1"}, sweep.scratch.path());

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(SweepCommand, SaysWhatMattersMost) {
  std::string text = kStudy;
  text.replace(text.find("  axes:\n"), std::string::npos,
               "  sample: {method: morris, size: 3}\n"
               "  axes:\n"
               "    - {name: restart, key: jobs.train.restart_time, low: 1 min, high: 240 min}\n"
               "    - {name: priority, key: jobs.train.priority, low: 0, high: 9, round_to: 1}\n");
  const SweepRun sweep(text, {"sweep", "study.yaml", "-o", "out", "--json"});

  ASSERT_EQ(sweep.result.exit_code, 0) << sweep.result.errors;
  const auto axes = nlohmann::json::parse(sweep.result.output)["sensitivity"][0]["axes"];
  EXPECT_LT(axes["restart"]["mean_effect"]["value"], -0.03);
  EXPECT_EQ(axes["priority"]["mean_absolute_effect"]["high"], 0.0);
  EXPECT_THAT(sweep.file("out/sensitivity.csv"), HasSubstr("train.goodput,priority,mean_effect,0,0,0\n"));
  EXPECT_THAT(sweep.file("out/study.txt"), HasSubstr("train.goodput, Morris: effect over the whole range\n"));
}

}  // namespace
}  // namespace gigapod::test
