#include "analysis/folder_kinds.hpp"
#include "analysis/run/run_data.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/version.hpp"
#include "sim/record/database.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string_view>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

WorkloadRecord every_field_set() {
  WorkloadRecord work;
  work.name = "palm";
  work.kind = "training";
  work.tenant = "research";
  work.model = "palm-540b";
  work.pod_type = "v4";
  work.slice = "12x16x16";
  work.slices = 2;
  work.chips = 6144;
  work.state = "running";
  work.submit = Seconds(1.25);
  work.start = Seconds(2.5);
  work.tokens = 1e12;
  work.output_tokens = 3;
  work.requests = 4;
  work.unserved_requests = 5;
  work.steps = 6.5;
  work.step_time = Seconds(17.6);
  work.mfu = 0.462;
  work.hfu = 0.57;
  work.goodput = 0.9;
  work.interruptions = 8;
  work.ttft = Seconds(0.1);
  work.tpot = Seconds(0.02);
  work.chip_seconds = 1e9;
  work.energy = Joules(1e12);
  work.published_step_time = Seconds(17.5);
  work.published_mfu = 0.46;
  work.published_source = "arXiv:2204.02311";
  work.step_seconds_by_cause = {{"compute", 14.0}, {"ici", 3.6}};
  return work;
}

/// Writes a run directory with something in every table.
void write_run(const fs::path& directory) {
  RunWriter writer(directory, false);
  writer.set_manifest({42, "palm", "00ff"});
  writer.add(every_field_set());
  writer.add(EventRecord{Seconds(2.5), "start", "palm", "v4-00", 6144, "palm starts on 2 slices"});
  writer.add(OccupancyRecord{"palm", "v4-00", Seconds(2.5), Seconds(86400), 48, "run"});
  for (int hour = 0; hour < 720; ++hour) {
    writer.add_metric("pod_busy_fraction", "v4-00", Seconds(hour * 3600.0), (hour * 7919 % 1000) / 1000.0);
  }
  writer.add_metric("site_power_watts", "", Seconds(0), 1e6);
  writer.add_metric("site_power_watts", "", Seconds(5 * 3600), 2e6);
  writer.add_figure("horizon_seconds", 86400);
  writer.add_text("site_name", "two_v4_pods");
  writer.write_file("resolved.yaml", "name: palm\n");
  writer.commit({{"wall_seconds", 0.5}});
}

TEST(ReadRun, GivesBackEverythingThatWasWritten) {
  const TemporaryFolder root;
  write_run(root / "run");

  const RunData run = read_run(root / "run");

  EXPECT_EQ(run.manifest.program, "gigapod");
  EXPECT_EQ(run.manifest.version, version());
  EXPECT_EQ(run.manifest.seed, 42u);
  EXPECT_EQ(run.manifest.scenario_name, "palm");
  EXPECT_EQ(run.manifest.fingerprint.size(), 32u);
  EXPECT_THAT(run.manifest.files, testing::Contains(testing::Key("summary.json")));
  EXPECT_EQ(run.figures, (std::map<std::string, double>{{"horizon_seconds", 86400}}));
  EXPECT_EQ(run.texts, (std::map<std::string, std::string>{{"site_name", "two_v4_pods"}}));
  EXPECT_EQ(run.unhashed, (std::map<std::string, double>{{"wall_seconds", 0.5}}));
  EXPECT_EQ(run.resolved_scenario, "name: palm\n");
  ASSERT_EQ(run.events.size(), 1u);
  EXPECT_EQ(run.events[0].detail, "palm starts on 2 slices");
  EXPECT_EQ(run.events[0].time, Seconds(2.5));
  ASSERT_EQ(run.occupancy.size(), 1u);
  EXPECT_EQ(run.occupancy[0].blocks, 48);
  const PiecewiseSeries* power = run.find_series("site_power_watts");
  ASSERT_NE(power, nullptr);
  EXPECT_EQ(power->at(Seconds(4 * 3600)), 1e6);
  EXPECT_EQ(power->at(Seconds(6 * 3600)), 2e6);
}

TEST(ReadRun, GivesBackEveryFieldOfAWorkload) {
  const TemporaryFolder root;
  write_run(root / "run");

  const WorkloadRecord read = read_run(root / "run").workloads.at(0);

  const WorkloadRecord written = every_field_set();
  EXPECT_EQ(
      std::tie(read.name, read.kind, read.tenant, read.model, read.pod_type, read.slice, read.slices, read.chips),
      std::tie(written.name, written.kind, written.tenant, written.model, written.pod_type, written.slice,
               written.slices, written.chips));
  EXPECT_EQ(std::tie(read.state, read.submit, read.start, read.end, read.tokens, read.output_tokens, read.requests),
            std::tie(written.state, written.submit, written.start, written.end, written.tokens, written.output_tokens,
                     written.requests));
  EXPECT_EQ(std::tie(read.unserved_requests, read.steps, read.step_time, read.mfu, read.hfu, read.goodput),
            std::tie(written.unserved_requests, written.steps, written.step_time, written.mfu, written.hfu,
                     written.goodput));
  EXPECT_EQ(std::tie(read.interruptions, read.ttft, read.tpot, read.chip_seconds, read.energy),
            std::tie(written.interruptions, written.ttft, written.tpot, written.chip_seconds, written.energy));
  EXPECT_EQ(std::tie(read.published_step_time, read.published_mfu, read.published_source, read.step_seconds_by_cause),
            std::tie(written.published_step_time, written.published_mfu, written.published_source,
                     written.step_seconds_by_cause));
}

TEST(ReadRun, ReadsASealedRunBeforeItIsCommitted) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  writer.add_figure("pods", 1);
  writer.seal();

  const RunData run = read_run(writer.temporary());

  EXPECT_EQ(run.figure("pods"), 1);
  EXPECT_EQ(run.manifest.fingerprint, writer.fingerprint());
  EXPECT_TRUE(run.unhashed.empty());
}

TEST(ReadRun, RefusesWhatIsNoRunDirectory) {
  const TemporaryFolder root;
  fs::create_directory(root / "empty");
  fs::create_directory(root / "foreign");
  write_text(root / "foreign" / "manifest.json", R"({"program": "other"})");

  EXPECT_EQ(message_of<InvalidInput>([&] { (void)read_run(root / "none"); }),
            fmt::format("run directory '{}' does not exist", (root / "none").string()));
  EXPECT_EQ(message_of<InvalidInput>([&] { (void)read_run(root / "empty"); }),
            fmt::format("'{}' is not a run directory: no manifest.json", (root / "empty").string()));
  EXPECT_EQ(message_of<InvalidInput>([&] { (void)read_run(root / "foreign"); }),
            fmt::format("'{}' is not a run directory of gigapod", (root / "foreign").string()));
}

TEST(ReadRun, NamesTheCommandThatWroteAnotherFolder) {
  std::set<std::string_view> files;
  for (const FolderKind& kind : kFolderKinds) {
    const TemporaryFolder root;
    write_text(root / std::string(kind.file), "");
    const char* verb = kind.shown.ends_with(".html") ? "open" : "read";

    EXPECT_EQ(message_of<InvalidInput>([&] { (void)read_run(root.path()); }),
              fmt::format("'{0}' is not a run directory: it holds the results of `{1}`; {2} {0}/{3}",
                          root.path().string(), kind.command, verb, kind.shown));
    EXPECT_TRUE(files.insert(kind.file).second) << kind.file;
  }
}

/// The message of reading `directory`, without the name of the directory.
std::string reason_against(const fs::path& directory) {
  const std::string message = message_of<InvalidInput>([&] { (void)read_run(directory); });
  const std::string start = fmt::format("run directory '{}': ", directory.string());
  EXPECT_EQ(message.substr(0, start.size()), start);
  return message.substr(start.size());
}

TEST(ReadRun, RefusesAnotherSchemaVersion) {
  const TemporaryFolder root;
  write_run(root / "run");
  std::string manifest = file_text(root / "run" / "manifest.json");
  manifest.replace(manifest.find("\"schema_version\": 6"), 19, "\"schema_version\": 0");
  write_text(root / "run" / "manifest.json", manifest);

  EXPECT_EQ(
      reason_against(root / "run"),
      fmt::format("written by gigapod {} with schema version 0; this program reads version 6, so run the scenario "
                  "again",
                  version()));
}

TEST(ReadRun, RefusesADamagedManifest) {
  const TemporaryFolder root;
  write_run(root / "run");
  const std::string manifest = file_text(root / "run" / "manifest.json");
  write_text(root / "run" / "manifest.json", manifest.substr(0, manifest.size() / 2));

  EXPECT_EQ(reason_against(root / "run"), "manifest.json is damaged");

  std::string altered = manifest;
  altered.replace(altered.find("\"seed\": 42"), 10, "\"seed\": 43");
  write_text(root / "run" / "manifest.json", altered);
  EXPECT_EQ(reason_against(root / "run"), "manifest.json is damaged");

  write_text(root / "run" / "manifest.json", R"({"program": "gigapod"})");
  EXPECT_EQ(reason_against(root / "run"), "manifest.json is damaged");
}

TEST(ReadRun, RefusesAMissingOrTruncatedDatabase) {
  const TemporaryFolder root;
  write_run(root / "run");
  const fs::path database = root / "run" / "run.sqlite";
  const std::string whole = file_text(database);

  write_text(database, whole.substr(0, whole.size() / 2));
  EXPECT_EQ(reason_against(root / "run"), "run.sqlite is damaged (database disk image is malformed)");
  write_text(database, "");
  EXPECT_EQ(reason_against(root / "run"), "run.sqlite is damaged (not written by gigapod)");
  write_text(database, std::string(whole.size(), 'x'));
  EXPECT_EQ(reason_against(root / "run"), "run.sqlite is damaged (file is not a database)");
  fs::remove(database);
  EXPECT_EQ(reason_against(root / "run"), "run.sqlite is missing");
}

TEST(ReadRun, NoticesAnyByteOfAResultThatChanged) {
  const TemporaryFolder root;
  write_run(root / "run");
  const std::string whole = file_text(root / "run" / "run.sqlite");
  const std::size_t place = whole.find("two_v4_pods");
  ASSERT_NE(place, std::string::npos);
  std::string altered = whole;
  altered[place] = 'T';
  write_text(root / "run" / "run.sqlite", altered);

  EXPECT_EQ(reason_against(root / "run"),
            "run.sqlite was altered or damaged: its results do not match fingerprint.txt");
}

TEST(ReadRun, NeverTakesADamagedDatabaseForAnotherResult) {
  const TemporaryFolder root;
  write_run(root / "run");
  const std::string whole = file_text(root / "run" / "run.sqlite");
  const std::string fingerprint = read_run(root / "run").manifest.fingerprint;
  for (std::size_t place = 0; place < whole.size(); place += 499) {
    std::string altered = whole;
    altered[place] = static_cast<char>(altered[place] ^ 0x55);
    write_text(root / "run" / "run.sqlite", altered);

    try {
      // A byte in unused space or in the file's own counters changes no result.
      EXPECT_EQ(read_run(root / "run").figure("horizon_seconds"), 86400) << "byte " << place;
    } catch (const InvalidInput&) {
      SUCCEED();
    }
  }
}

TEST(ReadRun, RefusesAnyOtherFileThatChanged) {
  const TemporaryFolder root;
  write_run(root / "run");
  const fs::path scenario = root / "run" / "resolved.yaml";
  const std::string whole = file_text(scenario);
  ASSERT_FALSE(whole.empty());
  for (const std::string& altered : {whole.substr(0, whole.size() - 1), whole + "#", std::string()}) {
    write_text(scenario, altered);
    EXPECT_EQ(reason_against(root / "run"), "resolved.yaml was altered or damaged: it does not match manifest.json");
  }
  fs::remove(scenario);

  EXPECT_EQ(reason_against(root / "run"), "resolved.yaml is missing");
}

TEST(ReadRun, RefusesADamagedSummary) {
  const TemporaryFolder root;
  write_run(root / "run");
  write_text(root / "run" / "summary.json", "{");

  EXPECT_EQ(reason_against(root / "run"), "summary.json is damaged");
}

TEST(ReadRun, RefusesASummaryOfOtherResults) {
  const TemporaryFolder root;
  write_run(root / "run");
  const fs::path summary = root / "run" / "summary.json";
  const std::string whole = file_text(summary);
  for (const std::string_view word : {"86400", "two_v4_pods", "462", "42,", "00ff"}) {
    ASSERT_NE(whole.find(word), std::string::npos) << word;
    std::string altered = whole;
    altered[whole.find(word) + 1] = '7';
    write_text(summary, altered);
    EXPECT_EQ(reason_against(root / "run"), "summary.json was altered or damaged: it does not match run.sqlite");
  }
  fs::remove(summary);

  EXPECT_EQ(reason_against(root / "run"), "summary.json is missing");
}

}  // namespace
}  // namespace gigapod
