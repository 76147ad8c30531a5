#include "analysis/report/report.hpp"

#include "analysis/report/report_data.hpp"
#include "analysis/report/script_text.hpp"
#include "sim/base/diagnostics.hpp"
#include "tests/browser/sample_run.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gigapod {
namespace {

using nlohmann::json;

constexpr std::string_view kOpen = "<script id=\"report-data\" type=\"application/json\">";

/// The text of the data element as a browser takes it: up to the first `</script`.
std::string data_of(const std::string& html) {
  const std::size_t begin = html.find(kOpen) + kOpen.size();
  return html.substr(begin, html.find("</script", begin) - begin);
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST(ScriptSafeJson, LeavesNothingThatClosesAScriptAndKeepsTheMeaning) {
  const json names = {"</script><script>", "<!--", "a\xE2\x80\xA8z\xE2\x80\xA9", "&amp;", "plain"};

  const std::string safe = script_safe_json(names.dump());

  EXPECT_EQ(safe.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(safe.find("\xE2\x80\xA8"), std::string::npos);
  EXPECT_EQ(json::parse(safe), names);
}

TEST(Report, IsOneFileThatLoadsNothing) {
  const std::string html = report_html(sample_run(1.0));

  EXPECT_EQ(html.find("<!doctype html>"), 0u);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html.find("<link"), std::string::npos);
  EXPECT_EQ(html.find("<script src"), std::string::npos);
}

TEST(Report, HoldsEveryFigureOfTheRunWithTheSameValue) {
  const RunData run = sample_run(1.0);

  const json data = json::parse(data_of(report_html(run)));

  for (const auto& [name, value] : run.figures) EXPECT_EQ(data.at("figures").at(name).get<double>(), value) << name;
  EXPECT_EQ(data.at("texts").get<decltype(run.texts)>(), run.texts);
  EXPECT_EQ(data.at("fingerprint"), run.manifest.fingerprint);
}

TEST(Report, BucketsAddUpToInstalledChipsInEveryInterval) {
  const json data = json::parse(run_report_json(sample_run(2.0)));

  const json& chips = data.at("stacks").at("chips");
  for (std::size_t i = 0; i < chips.at("time").size(); ++i) {
    double sum = 0.0;
    for (const auto& [bucket, values] : chips.at("value").items()) sum += values.at(i).get<double>();
    EXPECT_NEAR(sum, 995'328.0, 1e-3);
  }
}

TEST(Report, HostileNamesStayText) {
  const RunData run = hostile_run();

  const std::string html = report_html(run);

  const json data = json::parse(data_of(html));
  EXPECT_EQ(data.at("texts").at("scenario_name"), run.texts.at("scenario_name"));
  EXPECT_EQ(count_of(html, "<script"), count_of(report_html(sample_run(1.0)), "<script"));
  EXPECT_EQ(html.find("<img"), std::string::npos);
}

TEST(Report, BytesThatAreNotUtf8DoNotStopIt) {
  RunData run = sample_run(0.1);
  run.texts["scenario_name"] = "caf\xE9";

  const json data = json::parse(run_report_json(run));

  EXPECT_EQ(data.at("texts").at("scenario_name"), "caf\xEF\xBF\xBD");
}

TEST(Report, OfThirtyDaysOfAMillionChipsIsSmallAndQuick) {
  const RunData run = sample_run(30.0);

  const auto begin = std::chrono::steady_clock::now();
  const std::string html = report_html(run);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;

  EXPECT_LT(html.size(), 5'000'000u);
  EXPECT_LT(wall.count(), 3.0);
}

TEST(Report, OfManyFleetsTakesFewerPointsALine) {
  RunData run;
  run.figures["horizon_seconds"] = 90 * 86400.0;
  for (int metric = 0; metric < 20; ++metric) {
    for (int fleet = 0; fleet < 24; ++fleet) {
      PiecewiseSeries& series =
          run.metrics[fmt::format("fleet_metric_{}", metric)][fmt::format("fleet-{:02}", fleet)];
      for (int i = 0; i < 4000; ++i) series.set(Seconds(i * 1944.0), 1e6 / (1.0 + (i * 7919 + metric) % 4001));
    }
  }

  const std::string html = report_html(run);

  EXPECT_LT(html.size(), 5'000'000u);
  EXPECT_GT(html.size(), 3'000'000u);
}

TEST(Report, OfNinetyDaysOfAMillionChipsIsSmallToo) { EXPECT_LT(report_html(sample_run(90.0)).size(), 5'000'000u); }

TEST(Report, OfAnEmptyRunIsStillAPage) {
  RunData run;
  run.figures["horizon_seconds"] = 3600.0;

  const json data = json::parse(data_of(report_html(run)));

  EXPECT_TRUE(data.at("stacks").empty());
  EXPECT_TRUE(data.at("timeline").at("jobs").empty());
}

TEST(Report, IsTheSameBytesForTheSameRun) { EXPECT_EQ(report_html(sample_run(1.0)), report_html(sample_run(1.0))); }

TEST(Report, CountsFailuresByClassMostFirst) {
  RunData run;
  run.figures["horizon_seconds"] = 100.0;
  for (const auto& [subject, time] : {std::pair{"chip", 5.0}, {"host", 10.0}, {"host", 100.0}}) {
    run.events.push_back({Seconds(time), "failure", subject, "pod-0", 0.0, ""});
  }

  const json failures = json::parse(run_report_json(run)).at("failures");

  EXPECT_EQ(failures.at("classes"), json::parse(R"([["host", 2], ["chip", 1]])"));
  double sum = 0.0;
  for (const json& count : failures.at("value").at("host")) sum += count.get<double>();
  EXPECT_EQ(sum, 2.0);
}

TEST(Report, WarnsOfWaitingJobsAndUnservedRequests) {
  RunData run;
  run.figures = {
      {"horizon_seconds", 100.0}, {"jobs_submitted", 3.0}, {"requests_served", 90.0}, {"requests_unserved", 10.0}};
  run.workloads.resize(1);
  run.workloads[0].state = "waiting";

  const json warnings = json::parse(run_report_json(run)).at("warnings");

  EXPECT_EQ(warnings, json({"1 of 3 jobs still wait at the end of the simulated time.",
                            "10.00% of all requests were rejected."}));
}

TEST(Report, NamesTheJobOfAWarning) {
  RunData run;
  run.figures["horizon_seconds"] = 100.0;
  run.events = {{Seconds(0.0), "warning", "small", "", 0.0, "batch is tiny"},
                {Seconds(0.0), "warning", "large", "", 0.0, "batch is tiny"}};

  const json warnings = json::parse(run_report_json(run)).at("warnings");

  EXPECT_EQ(warnings, json({"small: batch is tiny", "large: batch is tiny"}));
}

TEST(Report, ListsJobsByTenantAndKind) {
  RunData run;
  run.figures = {{"horizon_seconds", 100.0}, {"chip_seconds_total", 1000.0}};
  run.workloads.resize(3);
  for (WorkloadRecord& work : run.workloads) {
    work.tenant = "a";
    work.kind = "sweep";
    work.state = "finished";
    work.chip_seconds = 50.0;
    work.energy_cost = Dollars(7.0);
    work.carbon_kg = 1.5;
  }
  run.workloads[0].start = Seconds(10.0);
  run.workloads[1].start = Seconds(30.0);
  run.workloads[2].tenant = "b";
  run.workloads[2].state = "waiting";

  const json tenants = json::parse(run_report_json(run)).at("tenants");

  ASSERT_EQ(tenants.size(), 2U);
  EXPECT_EQ(tenants[0], json({{"tenant", "a"},
                              {"kind", "sweep"},
                              {"jobs", 2},
                              {"finished", 2},
                              {"waiting", 0},
                              {"mean_first_wait_seconds", 20.0},
                              {"p95_first_wait_seconds", 30.0},
                              {"share", 0.1},
                              {"energy_dollars", 14.0},
                              {"carbon_kg", 3.0}}));
  EXPECT_EQ(tenants[1].at("waiting"), 1);
}

TEST(Report, RefusesAFolderThatIsNotThereAndLeavesNothing) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "no-such-folder" / "report.html";

  try {
    write_report(sample_run(0.1), file);
    FAIL() << "wrote " << file;
  } catch (const RunFailed& failure) {
    EXPECT_EQ(std::string(failure.what()), "cannot write report " + file.string() + ": no such file or directory");
  }
}

TEST(Report, KeepsTheOldOneWhenTheDiskIsFull) {
  const std::filesystem::path full = "/dev/full";
  if (!std::filesystem::exists(full)) GTEST_SKIP() << "no /dev/full";
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "gigapod-full-report";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "report.html") << "old";
  std::filesystem::create_symlink(full, folder / "report.html.partial");

  EXPECT_THROW(write_report(sample_run(0.1), folder / "report.html"), RunFailed);

  std::ifstream stream(folder / "report.html");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "old");
}

TEST(ScalingReport, HoldsTheCurvesTheirFirstLimitsAndEnds) {
  const json data = json::parse(data_of(scaling_html(sample_scaling())));

  ASSERT_EQ(data.at("curves").size(), 3u);
  EXPECT_EQ(data.at("curves").at(0).at("name"), "weak");
  EXPECT_EQ(data.at("curves").at(1).at("points").size(), 15u);
  const json& strong = data.at("curves").at(1).at("points");
  const auto limited =
      std::find_if(strong.begin(), strong.end(), [](const json& point) { return point.at("limit") != "none"; });
  ASSERT_NE(limited, strong.end());
  EXPECT_EQ(limited->at("limit"), "dcn");
  EXPECT_EQ(data.at("curves").at(2).at("name"), "best");
  EXPECT_EQ(data.at("curves").at(0).at("end").at("chips"), sample_scaling().weak.end->chips);
  EXPECT_EQ(data.at("curves").at(0).at("points").at(5).at("simulated_goodput_fraction"),
            sample_scaling().weak.points.at(5).simulated_goodput.mean);
  EXPECT_EQ(data.at("sensitivities").size(), 4u);
}

}  // namespace
}  // namespace gigapod
