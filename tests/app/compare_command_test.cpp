#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string scenario(const std::string& restart_time) {
  return "name: small\n"
         "horizon: 10 days\n"
         "site: {base: two_v4_pods}\n"
         "jobs:\n"
         "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15,\n"
         "     restart_time: " +
         restart_time + "}\n";
}

/// Runs of two variants with four seeds each: quick/1 … slow/4.
class CompareCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new ScratchFolder;
    write_text(folder() / "quick.yaml", scenario("1 min"));
    write_text(folder() / "slow.yaml", scenario("8 h"));
    for (const std::string variant : {"quick", "slow"}) {
      for (int seed = 1; seed <= 4; ++seed) {
        const std::string number = std::to_string(seed);
        ASSERT_EQ(run({"run", variant + ".yaml", "-q", "-o", variant + "/" + number, "--seed", number}).exit_code, 0);
      }
    }
  }
  static void TearDownTestSuite() { delete scratch_; }
  static const fs::path& folder() { return scratch_->path(); }
  static ProgramResult run(const std::vector<std::string>& arguments) { return run_program(arguments, folder()); }
  static nlohmann::json json_of(const std::vector<std::string>& arguments) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return nlohmann::json::parse(result.output);
  }

 private:
  static inline ScratchFolder* scratch_ = nullptr;
};

TEST_F(CompareCommand, FiguresAreThoseOfTheRuns) {
  const auto json = json_of({"compare", "quick/1", "slow/1", "--json"});
  const auto quick = nlohmann::json::parse(file_text(folder() / "quick/1/summary.json"));
  const auto slow = nlohmann::json::parse(file_text(folder() / "slow/1/summary.json"));

  int found = 0;
  for (const auto& figure : json["figures"]) {
    const std::string name = figure["name"];
    if (!quick.contains(name)) continue;
    ++found;
    EXPECT_EQ(figure["sides"][0]["mean"].get<double>(), quick[name].get<double>()) << name;
    EXPECT_EQ(figure["sides"][1]["mean"].get<double>(), slow[name].get<double>()) << name;
  }
  EXPECT_GT(found, 60);
  EXPECT_EQ(json["scenario"].size(), 1u);
  EXPECT_EQ(json["scenario"][0]["key"], "jobs.train.restart_time");
  EXPECT_EQ(json["tests"], 0);
}

TEST_F(CompareCommand, SeedsTellADifferenceFromChance) {
  const auto json = json_of({"compare", "quick", "slow", "--json"});

  for (const auto& figure : json["figures"]) {
    if (figure["name"] != "train.goodput") continue;
    const auto& difference = figure["differences"][0];
    EXPECT_EQ(difference["test"], "paired");
    EXPECT_LT(difference["p"].get<double>(), 0.05);
    EXPECT_GE(difference["adjusted_p"].get<double>(), difference["p"].get<double>());
  }
  EXPECT_GT(json["tests"], 10);
}

TEST_F(CompareCommand, ARunIsTheSameAsItself) {
  const ProgramResult same = run({"compare", "quick/1", "quick/1", "--tolerance", "0%"});

  EXPECT_EQ(same.exit_code, 0) << same.errors;
  EXPECT_THAT(same.output, HasSubstr("The scenarios are the same but for the seed."));
  EXPECT_THAT(same.output, HasSubstr("1 (2): small, seed 1"));
}

TEST_F(CompareCommand, OutsideToleranceIs4) {
  const ProgramResult outside = run({"compare", "quick", "slow", "--tolerance", "0.1%"});
  EXPECT_EQ(outside.exit_code, 4);
  EXPECT_THAT(outside.errors, HasSubstr("gigapod: outside tolerance: train.goodput: quick 0.9"));
  EXPECT_THAT(outside.errors, HasSubstr(", allowed 0.1%)\n"));
  EXPECT_THAT(outside.output, HasSubstr("Headline figures"));

  write_text(folder() / "wide.csv", "figure,tolerance\n*,any\nfailures,0\npeak_power_watts,1%\n");
  EXPECT_EQ(run({"compare", "quick", "slow", "--tolerance-file", "wide.csv"}).exit_code, 0);
  write_text(folder() / "bad.csv", "figure,tolerance\nfailuers,0\n");
  const ProgramResult bad = run({"compare", "quick", "slow", "--tolerance-file", "bad.csv"});
  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.errors, HasSubstr("bad.csv:2:1: error: the comparison has no figure 'failuers'; did you mean "
                                    "'failures'?\n"));
}

TEST_F(CompareCommand, WritesAFolderAndKeepsOneThatIsThere) {
  const ProgramResult first = run({"compare", "quick", "slow", "-o", "out"});
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  for (const char* name : {"compare.csv", "compare.json", "compare.txt", "report.html"}) {
    EXPECT_NE(file_text(folder() / "out" / name), "") << name;
  }
  EXPECT_EQ(file_text(folder() / "out/compare.csv"), run({"compare", "quick", "slow", "--csv"}).output);

  const ProgramResult again = run({"compare", "quick/1", "slow/1", "-o", "out"});
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: folder 'out' exists; choose another or give --force\n");
  EXPECT_EQ(run({"compare", "quick/1", "slow/1", "-o", "out", "--force"}).exit_code, 0);
  EXPECT_THAT(file_text(folder() / "out/compare.txt"), HasSubstr("quick/1: small"));
}

TEST_F(CompareCommand, ResultsOfASweepAreComparedCaseByCase) {
  const std::string study =
      "study:\n  seeds: 3\n  measures: [train.goodput]\n"
      "  axes:\n    - {name: pause, key: jobs.train.restart_time, values: [1 min, 2 h]}\n";
  write_text(folder() / "study.yaml", scenario("1 min") + study);
  ASSERT_EQ(run({"study", "study.yaml", "-q", "-o", "study-a"}).exit_code, 0);
  ASSERT_EQ(run({"study", "study.yaml", "-q", "-o", "study-b", "--seeds", "2"}).exit_code, 0);

  const auto json = json_of({"compare", "study-a", "study-b", "--json"});

  ASSERT_EQ(json["figures"].size(), 2u);
  EXPECT_EQ(json["figures"][1]["name"], "train.goodput [2 h]");
  EXPECT_EQ(json["figures"][1]["differences"][0]["difference"], 0.0) << "the common seeds are the same";
  EXPECT_EQ(json["sides"][1]["scenario"], "small");
  EXPECT_TRUE(json["scenario"].empty());
  EXPECT_THAT(run({"compare", "study-a", "study-b"}).output,
              HasSubstr("The scenarios are the same but for the seed.\n"));

  const fs::path resolved = folder() / "study-b/resolved.yaml";
  const std::string whole = file_text(resolved);
  write_text(resolved, "jobs: [");
  const ProgramResult damaged = run({"compare", "study-a", "study-b"});
  EXPECT_EQ(damaged.exit_code, 3);
  EXPECT_THAT(damaged.errors, testing::StartsWith("error: study 'study-b': resolved.yaml is damaged (line "));
  write_text(resolved, whole);

  const fs::path study_file = folder() / "study-b/study.json";
  auto older = nlohmann::json::parse(file_text(study_file));
  const auto newer = older;
  older.erase("runs_checksum");
  write_text(study_file, older.dump());
  EXPECT_EQ(run({"compare", "study-a", "study-b"}).errors,
            "error: study 'study-b': study.json is damaged or of an older version; the same sweep with the same "
            "--output writes it again\n");
  write_text(study_file, newer.dump());

  const fs::path runs = folder() / "study-b/runs.csv";
  const std::string table = file_text(runs);
  for (const std::string& altered : {table.substr(0, 30), table.substr(0, table.size() - 2) + "7\n"}) {
    write_text(runs, altered);
    const ProgramResult refused = run({"compare", "study-a", "study-b"});
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_EQ(refused.errors,
              "error: study 'study-b': runs.csv was altered or damaged: it does not match study.json\n");
  }
}

TEST_F(CompareCommand, SweepsArePutSideBySidePointByPoint) {
  const auto sweep = [&](const char* pause, const char* values, const char* folder_name) {
    write_text(folder() / "sweep.yaml",
               scenario(pause) +
                   "study:\n  seeds: 8\n  measures: [train.goodput, train.interruptions]\n  axes:\n    - " + values +
                   "\n");
    return run({"sweep", "sweep.yaml", "-q", "-o", folder_name}).exit_code;
  };
  const std::string horizons = "{name: horizon, key: horizon, values: [";
  ASSERT_EQ(sweep("1 min", (horizons + "10 days, 20 days]}").c_str(), "quick-sweep"), 0);
  ASSERT_EQ(sweep("2 h", (horizons + "20 days, 30 days]}").c_str(), "slow-sweep"), 0);
  ASSERT_EQ(sweep("2 h", (horizons + "40 days]}").c_str(), "other-points"), 0);
  ASSERT_EQ(sweep("2 h", "{name: length, key: horizon, values: [40 days]}", "other-axis"), 0);

  const ProgramResult compared = run({"compare", "quick-sweep", "slow-sweep"});
  EXPECT_EQ(compared.exit_code, 0) << compared.errors;
  EXPECT_THAT(
      compared.output,
      HasSubstr(
          "  slow-sweep: small, 2 points of a sweep, 1 of them among the 2 of the first, 8 seeds from 1 to 8\n"));
  EXPECT_THAT(compared.output, HasSubstr("\ntrain.goodput by horizon\n"));
  EXPECT_THAT(compared.output, testing::ContainsRegex("  20 days .* ± .* -[0-9.]+% +[<0-9.]+ \\*\n"));
  EXPECT_THAT(compared.output, testing::ContainsRegex("  10 days .* missing"));

  const ProgramResult apart = run({"compare", "quick-sweep", "other-points", "other-axis", "quick/1"});
  EXPECT_EQ(apart.exit_code, 3);
  EXPECT_EQ(
      apart.errors,
      "error: sweeps 'quick-sweep' and 'other-points' have no points in common: none of their 2 and 1 has the same "
      "values of horizon; samples have the same points with the same method, size, seed and ranges\n"
      "error: sweeps with other axes have no points in common: 'quick-sweep' has horizon; 'other-axis' has length\n"
      "error: 'quick-sweep' is a sweep and 'quick/1' is not; compare sweeps with sweeps, runs with runs\n");
}

TEST_F(CompareCommand, KeysOfTheScenarioAndTheAxesOfSweepsThatDifferAreShown) {
  const auto sweep = [&](const char* pause, const char* slow, const char* folder_name) {
    write_text(folder() / "changed.yaml",
               scenario(pause) +
                   "study:\n  seeds: 2\n  measures: [train.goodput]\n  axes:\n"
                   "    - name: pause\n      values: [{name: as it is}, {name: slow, set: {jobs: {train: "
                   "{restart_time: " +
                   slow + "}}}}]\n");
    return run({"sweep", "changed.yaml", "-q", "-o", folder_name}).exit_code;
  };
  ASSERT_EQ(sweep("1 min", "1 h", "changed-a"), 0);
  ASSERT_EQ(sweep("2 min", "2 h", "changed-b"), 0);

  const auto json = json_of({"compare", "changed-a", "changed-b", "--json"});

  ASSERT_EQ(json["scenario"].size(), 2u);
  EXPECT_EQ(json["scenario"][0]["key"], "jobs.train.restart_time");
  EXPECT_EQ(json["scenario"][1]["key"], "study.axes.pause.values.slow.set.jobs.train.restart_time");
  EXPECT_EQ(json["scenario"][1]["values"], nlohmann::json({"1 h", "2 h"}));
  EXPECT_THAT(run({"compare", "changed-a", "changed-b"}).output, HasSubstr("Scenario keys that differ\n"));

  for (const auto& entry : fs::directory_iterator(folder() / "changed-a")) {
    if (entry.path().filename() != "journal.txt") fs::remove(entry.path());
  }
  fs::remove(folder() / "changed-b/resolved.yaml");
  const ProgramResult refused = run({"compare", "changed-a", "changed-b"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_EQ(refused.errors,
            "error: 'changed-a' holds the journal of a `gigapod sweep` that has not ended; the same sweep with the "
            "same --output goes on\n"
            "error: study 'changed-b': resolved.yaml is missing; the same sweep with the same --output writes it "
            "again\n");
  ASSERT_EQ(sweep("2 min", "2 h", "changed-b"), 0);
  EXPECT_EQ(run({"compare", "changed-b", "changed-b"}).exit_code, 0);
}

TEST_F(CompareCommand, EverythingWrongComesInOnePass) {
  fs::create_directories(folder() / "empty");
  fs::create_directories(folder() / "mixed");
  fs::copy(folder() / "quick/1", folder() / "mixed/a", fs::copy_options::recursive);
  fs::copy(folder() / "slow/2", folder() / "mixed/b", fs::copy_options::recursive);
  fs::create_directories(folder() / "twice");
  fs::copy(folder() / "quick/1", folder() / "twice/a", fs::copy_options::recursive);
  fs::copy(folder() / "quick/1", folder() / "twice/b", fs::copy_options::recursive);

  const ProgramResult result = run({"compare", "none", "empty", "mixed", "twice", "quick.yaml", "-o", "never"});

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(
      result.errors,
      "error: 'none' does not exist\n"
      "error: 'empty' holds no results: no manifest.json of a run in it or in its folders, and no study.json\n"
      "error: runs 'mixed/a' and 'mixed/b' are of different scenarios: 'jobs.train.restart_time' differs; put the "
      "runs of each scenario into a folder of their own\n"
      "error: runs 'twice/a' and 'twice/b' have the same seed 1; a folder of runs has each seed once\n"
      "error: 'quick.yaml' is no folder; compare takes run directories, folders of them and results of `gigapod "
      "sweep`\n");
  EXPECT_FALSE(fs::exists(folder() / "never"));
}

TEST_F(CompareCommand, UsageIsChecked) {
  EXPECT_EQ(run({"compare"}).exit_code, 2);
  EXPECT_EQ(run({"compare", "quick/1"}).errors,
            "error: compare needs two or more run directories, folders of them or study results\n");
  const ProgramResult amount = run({"compare", "quick/1", "slow/1", "--tolerance", "5"});
  EXPECT_EQ(amount.exit_code, 2);
  EXPECT_EQ(amount.errors, "error: --tolerance 5: it expects a share such as 1%; --tolerance-file takes amounts\n");
}

}  // namespace
}  // namespace gigapod::test
