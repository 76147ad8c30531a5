#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

const char* const kStudy =
    "name: small\n"
    "horizon: 20 days\n"
    "site: {base: two_v4_pods}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n"
    "study:\n"
    "  seeds: 4\n"
    "  measures: [train.goodput, train.interruptions, failures.machine, share.down]\n"
    "  target: 0.9\n"
    "  axes:\n"
    "    - {name: restart, key: jobs.train.restart_time, values: [1 min, 4 h]}\n";

/// Runs a study file in a scratch folder.
struct StudyRun {
  ScratchFolder scratch;
  ProgramResult result;

  StudyRun(const std::string& text, std::vector<std::string> arguments) {
    write_text(scratch.path() / "study.yaml", text);
    result = run_program(arguments, scratch.path());
  }
  [[nodiscard]] std::string file(const std::string& name) const { return file_text(scratch.path() / name); }
};

TEST(StudyCommand, WritesTheSameBytesAtAnyNumberOfJobs) {
  const StudyRun one(kStudy, {"study", "study.yaml", "-o", "out", "-j", "1"});
  const StudyRun five(kStudy, {"study", "study.yaml", "-o", "out", "-j", "5"});

  ASSERT_EQ(one.result.exit_code, 0) << one.result.errors;
  EXPECT_EQ(one.result.output, five.result.output);
  for (const char* name : {"out/results.csv", "out/runs.csv", "out/study.json", "out/study.txt", "out/report.html"}) {
    EXPECT_NE(one.file(name), "") << name;
    EXPECT_EQ(one.file(name), five.file(name)) << name;
  }
}

TEST(StudyCommand, EveryRunIsTheRunOfItsSeed) {
  const StudyRun study(kStudy, {"study", "study.yaml", "-o", "out", "--seeds", "2", "--json"});
  ASSERT_EQ(study.result.exit_code, 0) << study.result.errors;
  const ProgramResult run = run_program({"run", "study.yaml", "-o", "run", "--seed", "2"}, study.scratch.path());
  ASSERT_EQ(run.exit_code, 0) << run.errors;

  const auto figures = nlohmann::json::parse(study.file("run/summary.json"));
  const double interruptions = figures["interruptions"];
  EXPECT_THAT(study.file("out/runs.csv"), HasSubstr("\n1 min,2,"));
  EXPECT_THAT(study.file("out/runs.csv"), HasSubstr(std::to_string(static_cast<int>(interruptions)) + ","));
  EXPECT_EQ(nlohmann::json::parse(study.result.output)["seeds"], 2);
}

TEST(StudyCommand, SaysWhereTheTargetIsReached) {
  const StudyRun study(kStudy, {"study", "study.yaml", "-o", "out"});

  EXPECT_THAT(study.result.output, HasSubstr("train.goodput of at least 90%, its whole interval\n"));
  EXPECT_THAT(study.result.output, HasSubstr("first with 1 min"));
}

TEST(StudyCommand, CheckCountsTheCases) {
  const StudyRun checked(kStudy, {"check", "study.yaml"});

  EXPECT_EQ(checked.result.exit_code, 0) << checked.result.errors;
  EXPECT_THAT(checked.result.output, HasSubstr("study.yaml: valid (study of 2 cases with 4 seeds each)\n"));
}

TEST(StudyCommand, RefusesBadInputWith3) {
  const StudyRun plain("name: x\nsite: {base: two_v4_pods}\n", {"study", "study.yaml", "-o", "out"});
  EXPECT_EQ(plain.result.exit_code, 3);
  EXPECT_THAT(plain.result.errors, HasSubstr("study.yaml: error: the scenario has no section 'study'\n"));

  std::string text = kStudy;
  text.replace(text.find("share.down"), 10, "goodputt");
  const StudyRun figure(text, {"study", "study.yaml", "-o", "out"});
  EXPECT_NE(figure.result.exit_code, 0);
  EXPECT_THAT(figure.result.errors, HasSubstr("error: runs have no figure 'goodputt'; did you mean 'goodput'?\n"));

  const StudyRun folder(kStudy, {"study", "study.yaml", "-o", "."});
  EXPECT_EQ(folder.result.exit_code, 3);
  EXPECT_EQ(folder.result.errors, "error: folder '.' exists; choose another or give --force\n");
}

}  // namespace
}  // namespace gigapod::test
