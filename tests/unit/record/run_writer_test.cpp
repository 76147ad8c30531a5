#include "sim/record/run_writer.hpp"

#include "sim/base/check.hpp"
#include "sim/record/database.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

/// A small run with a row in every table; `value` is one of its results.
void fill(RunWriter& writer, double value = 1.0) {
  writer.set_manifest({1, "quick", "00ff"});
  writer.add(EventRecord{Seconds(1.5), "start", "job", "pod-0", 64.0, "job starts"});
  WorkloadRecord work;
  work.name = "job";
  work.start = Seconds(1.5);
  work.step_seconds_by_cause = {{"compute", 2.0}, {"ici", 0.5}};
  writer.add(work);
  writer.add(OccupancyRecord{"job", "pod-0", Seconds(1.5), Seconds(9), 1, "run"});
  writer.add_metric("site_power_watts", "", Seconds(0), 1e6);
  writer.add_metric("site_power_watts", "", Seconds(2), value);
  writer.add_figure("installed_chips", 9216);
  writer.add_text("site_name", "campus");
}

std::string fingerprint_of_run(const fs::path& directory, double value) {
  RunWriter writer(directory, false);
  fill(writer, value);
  writer.commit({});
  return file_text(directory / "fingerprint.txt");
}

TEST(RunWriter, WritesEveryFileOfARunDirectory) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  fill(writer);
  writer.write_file("resolved.yaml", "name: quick\n");

  writer.commit({{"wall_seconds", 0.25}});

  const auto manifest = nlohmann::json::parse(file_text(root / "run" / "manifest.json"));
  std::vector<std::string> files;
  for (const auto& [name, checksum] : manifest["files"].items()) files.push_back(name);
  EXPECT_EQ(files, (std::vector<std::string>{"fingerprint.txt", "manifest.json", "resolved.yaml", "run.sqlite",
                                             "summary.json"}));
  const auto summary = nlohmann::json::parse(file_text(root / "run" / "summary.json"));
  EXPECT_EQ(summary["installed_chips"], 9216);
  EXPECT_EQ(summary["wall_seconds"], 0.25);
  EXPECT_EQ(manifest["fingerprint"].get<std::string>() + "\n", file_text(root / "run" / "fingerprint.txt"));
  EXPECT_EQ(file_text(root / "run" / "fingerprint.txt").size(), 33u);
}

TEST(RunWriter, StoresTimesAsWholeNanoseconds) {
  const TemporaryFolder root;
  (void)fingerprint_of_run(root / "run", 1.0);

  Database database = Database::open_to_read(root / "run" / "run.sqlite");
  Statement rows = database.prepare("SELECT time_ns, typeof(time_ns) FROM events");

  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 1'500'000'000);
  EXPECT_EQ(rows.text(1), "integer");
}

TEST(RunWriter, OffersMetricsToSqlUsersAsOneView) {
  const TemporaryFolder root;
  (void)fingerprint_of_run(root / "run", 3.0);

  Database database = Database::open_to_read(root / "run" / "run.sqlite");
  Statement rows = database.prepare(
      "SELECT time_seconds, value FROM metrics WHERE metric = 'site_power_watts' ORDER BY time_seconds DESC");

  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.real(0), 2.0);
  EXPECT_EQ(rows.real(1), 3.0);
}

TEST(RunWriter, GivesTheSameFingerprintForTheSameResultsWhateverTheWallClock) {
  const TemporaryFolder root;
  RunWriter slow(root / "slow", false);
  fill(slow, 1.0);
  slow.commit({{"wall_seconds", 99.0}});

  EXPECT_EQ(fingerprint_of_run(root / "fast", 1.0), file_text(root / "slow" / "fingerprint.txt"));
  EXPECT_EQ(file_text(root / "fast" / "run.sqlite"), file_text(root / "slow" / "run.sqlite"));
}

TEST(RunWriter, GivesAnotherFingerprintForAnotherResult) {
  const TemporaryFolder root;

  EXPECT_NE(fingerprint_of_run(root / "a", 1.0), fingerprint_of_run(root / "b", 1.0 + 1e-15));
}

TEST(RunWriter, TakesFilesButNoResultsOnceSealed) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  fill(writer);
  writer.seal();
  EXPECT_FALSE(fs::exists(root / "run"));

  writer.write_file("report.html", "<html></html>");
  EXPECT_THROW(writer.add_metric("site_power_watts", "", Seconds(0), 1), InternalError);
  EXPECT_THROW(writer.add(EventRecord{}), InternalError);
  writer.commit({});

  EXPECT_EQ(file_text(root / "run" / "fingerprint.txt"), writer.fingerprint() + "\n");
  EXPECT_TRUE(fs::exists(root / "run" / "report.html"));
}

TEST(RunWriter, RefusesResultsThatAreNotNumbersAndFiguresGivenTwice) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  writer.add_figure("pue", 1.1);

  EXPECT_THROW(writer.add_metric("site_power_watts", "", Seconds(0), nan), InternalError);
  EXPECT_THROW(writer.add_figure("goodput", nan), InternalError);
  EXPECT_THROW(writer.add_figure("pue", 1.2), InternalError);
  EXPECT_THROW(writer.write_file("../escape", ""), InternalError);
}

TEST(RunWriter, RefusesWhatNoDefinitionSaysWhatItIs) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);

  EXPECT_THROW(writer.add_metric("watts", "", Seconds(0), 1.0), InternalError);
  EXPECT_THROW(writer.add_figure("chip_seconds_", 1.0), InternalError);
  EXPECT_THROW(writer.add_text("mood", "good"), InternalError);
  EXPECT_THROW(writer.add(EventRecord{Seconds(0), "party", "", "", 0.0, ""}), InternalError);
}

TEST(RunWriter, LeavesNothingBehindWhenARunIsAbandoned) {
  const TemporaryFolder root;
  {
    RunWriter writer(root / "run", false);
    fill(writer);
  }

  EXPECT_TRUE(root.is_empty());
}

TEST(RunWriter, KeepsAMonthOfAMillionChipsWithinAFewMegabytes) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  // 108 pods and 140 network links, sampled hourly for 30 days, every sample different.
  for (int hour = 0; hour < 720; ++hour) {
    for (int label = 0; label < 248; ++label) {
      writer.add_metric(label < 108 ? "pod_busy_fraction" : "dcn_utilization", fmt::format("{}", label),
                        Seconds(hour * 3600.0), 1.0 / (1 + hour + label));
    }
  }

  writer.commit({});

  EXPECT_LT(fs::file_size(root / "run" / "run.sqlite"), 6'000'000u);
}

}  // namespace
}  // namespace gigapod
