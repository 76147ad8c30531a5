// Every number that report.html shows is in a CSV file of `gigapod report --csv`, with the same value.
#include "tests/app/numbers_table.hpp"
#include "tests/app/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace gigapod::test {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

/// A run's page and CSV files.
class ReportNumbers : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const ProgramResult run =
        run_program({"run", shipped_scenario(GetParam()), "--output", "run", "--quiet"}, scratch_.path());
    ASSERT_EQ(run.exit_code, 0) << run.errors;
    const ProgramResult csv = run_program({"report", "run", "--csv", "csv"}, scratch_.path());
    ASSERT_EQ(csv.exit_code, 0) << csv.errors;
    const std::string html = file_text(scratch_.path() / "run/report.html");
    const std::string begin = R"(<script id="report-data" type="application/json">)";
    const auto data = html.find(begin);
    ASSERT_NE(data, std::string::npos);
    page_ = json::parse(html.substr(data + begin.size(), html.find("</script>", data) - data - begin.size()));
  }
  [[nodiscard]] NumbersTable table(const std::string& name) const {
    return NumbersTable(scratch_.path() / "csv" / (name + ".csv"));
  }

  /// Each object of a list has its single values in the row of its place.
  static void expect_rows(const json& list, const NumbersTable& table, const std::string& prefix = "") {
    ASSERT_EQ(list.size(), table.size()) << table.name();
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (const auto& [key, value] : list[i].items()) {
        if (value.is_structured()) continue;
        ASSERT_TRUE(table.has(key)) << table.name() << " lacks " << prefix << key;
        EXPECT_TRUE(is_in(value, table.text(i, key))) << table.name() << ", row " << i << ", " << key;
      }
    }
  }

  static void expect_stack(const json& stack, const NumbersTable& table) {
    ASSERT_EQ(stack.at("time").size(), table.size()) << table.name();
    for (std::size_t i = 0; i < table.size(); ++i) {
      EXPECT_TRUE(is_in(stack.at("time")[i], table.text(i, "time_seconds")));
      for (const auto& [name, values] : stack.at("value").items()) {
        ASSERT_TRUE(table.has(name)) << table.name() << " lacks " << name;
        EXPECT_TRUE(is_in(values[i], table.text(i, name))) << table.name() << ", row " << i << ", " << name;
      }
    }
  }

  /// Every part of the page is one that a test below compares.
  void expect_known_parts() const;
  void expect_figures_and_texts() const;
  /// Points of lines are among those of the series, with its extremes.
  void expect_lines() const;
  /// Means over intervals are those of their tables, and chips add up.
  void expect_areas() const;
  void expect_heat_maps() const;
  void expect_tables() const;
  void expect_latency() const;
  void expect_steps() const;
  /// What the page puts over another number of its row is in report_row_quotients.csv.
  void expect_row_quotients() const;
  void expect_timeline() const;
  /// Rows of the page, and each of them is one of the run's tables.
  void expect_cubes() const;
  void expect_events_and_failures() const;
  void expect_swings() const;
  void expect_scaling() const;

  ScratchFolder scratch_;
  json page_;
};

void ReportNumbers::expect_known_parts() const {
  const std::set<std::string> compared = {"figures",     "texts",           "metrics",         "stacks",
                                          "heat",        "power_nodes",     "workloads",       "tenants",
                                          "serving",     "service_classes", "service_tenants", "timeline",
                                          "failures",    "events",          "power_swing",     "power_swing_spectrum",
                                          "assumptions", "cubes",           "scaling"};
  const std::set<std::string> identity = {"kind",     "program",          "version",         "schema_version",
                                          "seed",     "scenario",         "scenario_hash",   "fingerprint",
                                          "horizon",  "unhashed",         "workloads_total", "service_tenants_total",
                                          "warnings", "resolved_scenario"};
  for (const auto& [key, value] : page_.items()) {
    EXPECT_TRUE(compared.contains(key) || identity.contains(key)) << "no CSV is compared with the page's " << key;
  }
}

void ReportNumbers::expect_figures_and_texts() const {
  const NumbersTable figures = table("figures");
  ASSERT_EQ(figures.size(), page_.at("figures").size());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    EXPECT_TRUE(is_in(page_.at("figures").at(figures.text(i, "name")), figures.text(i, "value")))
        << figures.text(i, "name");
  }
  const NumbersTable texts = table("texts");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_TRUE(is_in(page_.at("texts").at(texts.text(i, "name")), texts.text(i, "value"))) << texts.text(i, "name");
  }
}

void ReportNumbers::expect_lines() const {
  std::map<std::string, std::set<std::pair<double, double>>> points;
  const NumbersTable metrics = table("metrics");
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    points[metrics.text(i, "metric") + "/" + metrics.text(i, "label")].emplace(
        std::round(metrics.number(i, "time_seconds") * 1e3) / 1e3, metrics.number(i, "value"));
  }
  const auto by_value = [](const auto& a, const auto& b) { return a.second < b.second; };
  for (const auto& [name, labels] : page_.at("metrics").items()) {
    for (const auto& [label, series] : labels.items()) {
      const auto& all = points.at(name + "/" + label);
      const auto values = series.at("value").get<std::vector<double>>();
      for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_TRUE(all.contains({series.at("time")[i].get<double>(), values[i]}))
            << name << " of " << label << ", " << i;
      }
      EXPECT_EQ(*std::min_element(values.begin(), values.end()),
                std::min_element(all.begin(), all.end(), by_value)->second);
      EXPECT_EQ(*std::max_element(values.begin(), values.end()),
                std::max_element(all.begin(), all.end(), by_value)->second);
    }
  }
}

void ReportNumbers::expect_areas() const {
  for (const auto& [name, stack] : page_.at("stacks").items()) expect_stack(stack, table("report_" + name));

  const NumbersTable chips = table("report_chips");
  for (std::size_t row = 0; row < chips.size(); ++row) {
    double sum = 0.0;
    for (std::size_t column = 1; column < chips.columns(); ++column) sum += chips.number(row, chips.header(column));
    EXPECT_NEAR(sum / page_.at("figures").at("installed_chips").get<double>(), 1.0, 1e-9) << "interval " << row;
  }
}

void ReportNumbers::expect_heat_maps() const {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const auto& [name, map] : page_.at("heat").items()) {
    const NumbersTable shares = table("report_heat_" + name);
    const auto columns = map.at("columns").get<std::size_t>();
    ASSERT_EQ(shares.columns(), columns + 1);
    ASSERT_EQ(shares.size(), map.at("rows").size());
    const auto text = map.at("cells").get<std::string>();
    for (std::size_t i = 0; i < shares.size() * columns; ++i) {
      const std::size_t group = i / 3 * 4 + i % 3;  // the byte lies across this digit and the next
      const std::size_t bits = digits.find(text[group]) << 6 | digits.find(text[group + 1]);
      const double byte = static_cast<double>(bits >> (4 - 2 * (i % 3)) & 255);
      ASSERT_EQ(std::stod(shares.text(i / columns, i % columns + 1)), byte / 255.0) << name << ", cell " << i;
    }
  }
}

void ReportNumbers::expect_tables() const {
  for (const char* part : {"power_nodes", "tenants", "serving", "service_classes"}) {
    if (!page_.at(part).empty()) expect_rows(page_.at(part), table(std::string("report_") + part));
  }
  const NumbersTable jobs = table("workloads");
  std::map<std::string, std::size_t> row_of;
  for (std::size_t i = 0; i < jobs.size(); ++i) row_of[jobs.text(i, "name")] = i;
  for (const json& job : page_.at("workloads")) {
    const std::size_t row = row_of.at(job.at("name"));
    for (const auto& [key, value] : job.items()) {
      if (jobs.has(key)) {
        EXPECT_TRUE(is_in(value, jobs.text(row, key))) << job.at("name") << ", " << key;
      }
    }
    EXPECT_NEAR(job.at("submit_seconds").get<double>(), jobs.number(row, "submit_ns") * 1e-9, 1e-6);
  }
  const NumbersTable tenants = table("service_tenants");
  for (const json& tenant : page_.at("service_tenants")) {
    std::size_t row = 0;
    while (row < tenants.size() && tenants.text(row, "tenant") != tenant.at("tenant")) ++row;
    ASSERT_LT(row, tenants.size()) << tenant;
    EXPECT_TRUE(is_in(tenant.at("arrived"), tenants.text(row, "arrived")));
    EXPECT_TRUE(is_in(tenant.at("served"), tenants.text(row, "served")));
  }
}

void ReportNumbers::expect_latency() const {
  if (page_.at("serving").empty()) return;
  const NumbersTable fleets = table("serving");
  for (std::size_t i = 0; i < fleets.size(); ++i) {
    for (const char* what : {"ttft", "tpot", "end_to_end"}) {
      const char* quantiles[] = {"_p50_seconds", "_p95_seconds", "_p99_seconds"};
      for (std::size_t q = 0; q < 3; ++q) {
        EXPECT_TRUE(is_in(page_.at("serving")[i].at(what)[q], fleets.text(i, std::string(what) + quantiles[q])));
      }
    }
  }
}

void ReportNumbers::expect_steps() const {
  std::map<std::string, std::string> cell;
  const NumbersTable causes = table("step_causes");
  for (std::size_t i = 0; i < causes.size(); ++i) {
    cell[causes.text(i, "workload") + "/" + causes.text(i, "cause")] = causes.text(i, "seconds");
  }
  for (const json& job : page_.at("workloads")) {
    for (const json& cause : job.at("step_seconds_by_cause")) {
      EXPECT_TRUE(is_in(cause[1], cell[job.at("name").get<std::string>() + "/" + cause[0].get<std::string>()]))
          << job.at("name");
    }
  }
}

void ReportNumbers::expect_row_quotients() const {
  std::map<std::string, double> quotients;
  const NumbersTable rows = table("report_row_quotients");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    quotients[rows.text(i, "row") + ": " + rows.text(i, "figure") + " of " + rows.text(i, "of")] =
        rows.number(i, "value");
  }
  const auto expect = [&](const std::string& row, const std::string& figure, double value, const std::string& of,
                          double below) {
    const auto quotient = quotients.find(row + ": " + figure + " of " + of);
    ASSERT_EQ(quotient != quotients.end(), below != 0.0) << row << ", " << figure;
    if (below == 0.0) return;
    EXPECT_EQ(quotient->second, value / below) << row << ", " << figure;
  };
  const auto expect_of = [&](const std::string& name, const json& row, const char* figure, const char* of) {
    expect(name, figure, row.at(figure).get<double>(), of, row.at(of).get<double>());
  };
  for (const json& node : page_.at("power_nodes")) expect_of(node.at("name"), node, "peak_watts", "rating_watts");
  for (const json& fleet : page_.at("serving")) {
    for (const char* figure : {"served", "rate_limited", "rejected"}) {
      expect_of(fleet.at("fleet"), fleet, figure, "arrived");
    }
  }
  for (const json& row : page_.at("service_tenants")) {
    expect_of(row.at("tenant"), row, "served", "arrived");
    expect_of(row.at("tenant"), row, "reserved_used", "reserved");
  }
  for (const json& job : page_.at("workloads")) {
    expect_of(job.at("name"), job, "energy_joules", "tokens");
    double total = 0.0;
    for (const json& cause : job.at("step_seconds_by_cause")) total += cause[1].get<double>();
    for (const json& cause : job.at("step_seconds_by_cause")) {
      expect(job.at("name"), cause[0], cause[1].get<double>(), "step_seconds_by_cause", total);
    }
  }
}

void ReportNumbers::expect_timeline() const {
  const NumbersTable bars = table("report_job_bars");
  std::size_t row = 0;
  for (const json& job : page_.at("timeline").at("jobs")) {
    for (const json& bar : job.at("segments")) {
      EXPECT_TRUE(is_in(job.at("name"), bars.text(row, "job")));
      EXPECT_TRUE(is_in(bar[0], bars.text(row, "begin_seconds")));
      EXPECT_TRUE(is_in(bar[1], bars.text(row, "end_seconds")));
      EXPECT_TRUE(is_in(bar[2], bars.text(row++, "amount")));
    }
  }
  EXPECT_EQ(row, bars.size());
  const NumbersTable pods = table("report_pod_bars");
  row = 0;
  for (const json& pod : page_.at("timeline").at("pods")) {
    for (const json& bar : pod.at("bars")) {
      EXPECT_TRUE(is_in(pod.at("name"), pods.text(row, "first_pod")));
      EXPECT_TRUE(is_in(bar[1], pods.text(row, "begin_seconds")));
      EXPECT_TRUE(is_in(bar[4], pods.text(row++, "blocks")));
    }
  }
  EXPECT_EQ(row, pods.size());
}

void ReportNumbers::expect_cubes() const {
  const json& cubes = page_.at("cubes");
  expect_rows(cubes.at("pods"), table("report_cube_pods"));
  EXPECT_EQ(cubes.at("pods_total"), table("pods").size());
  std::set<std::string> known;
  const NumbersTable all = table("block_stays");
  for (std::size_t i = 0; i < all.size(); ++i) {
    known.insert(all.text(i, "pod") + "/" + all.text(i, "blocks") + "/" + all.text(i, "subject"));
  }
  const NumbersTable stays = table("report_cube_stays");
  std::size_t row = 0;
  for (const json& pod : cubes.at("pods")) {
    EXPECT_GE(pod.at("changes"), pod.at("stays").size());
    for (const json& stay : pod.at("stays")) {
      const std::string subject = cubes.at("subjects").at(stay[3].get<std::size_t>());
      EXPECT_TRUE(known.contains(stays.text(row, "pod") + "/" + stays.text(row, "blocks") + "/" + subject));
      EXPECT_TRUE(is_in(pod.at("name"), stays.text(row, "pod")));
      EXPECT_TRUE(is_in(stay[0], stays.text(row, "begin_seconds")));
      EXPECT_TRUE(is_in(stay[1], stays.text(row, "end_seconds")));
      EXPECT_TRUE(is_in(stay[2], stays.text(row, "state")));
      EXPECT_TRUE(is_in(subject, stays.text(row, "subject")));
      EXPECT_TRUE(is_in(stay[4], stays.text(row, "slice")));
      EXPECT_TRUE(is_in(stay[5], stays.text(row++, "blocks")));
    }
  }
  EXPECT_EQ(row, stays.size());
  EXPECT_GT(row, 0u);
  const NumbersTable phases = table("report_cube_phases");
  ASSERT_EQ(cubes.at("phases").size(), phases.size());
  for (std::size_t i = 0; i < phases.size(); ++i) {
    EXPECT_TRUE(is_in(cubes.at("phases")[i][1], phases.text(i, "begin_seconds")));
    EXPECT_TRUE(is_in(cubes.at("phases")[i][2], phases.text(i, "end_seconds")));
    EXPECT_TRUE(is_in(cubes.at("shortest_phase_seconds"), phases.text(i, "shortest_seconds")));
  }
}

void ReportNumbers::expect_events_and_failures() const {
  const NumbersTable events = table("events");
  std::map<std::string, std::int64_t> counts;
  for (std::size_t i = 0; i < events.size(); ++i) ++counts[events.text(i, "kind")];
  EXPECT_EQ(page_.at("events").at("total"), events.size());
  EXPECT_EQ(page_.at("events").at("counts"), json(counts));

  const json& failures = page_.at("failures");
  if (failures.at("value").empty()) return;
  expect_stack(failures, table("report_failures"));
  std::int64_t shown = 0;
  for (const auto& [name, bins] : failures.at("value").items()) {
    for (const json& bin : bins) shown += bin.get<std::int64_t>();
  }
  EXPECT_EQ(shown, counts["failure"]);
}

void ReportNumbers::expect_swings() const {
  expect_rows(page_.at("assumptions"), NumbersTable(scratch_.path() / "run/assumptions.csv"));

  for (const char* name : {"power_swing", "power_swing_spectrum"}) {
    EXPECT_EQ(page_.at(name).get<std::string>(), file_text(scratch_.path() / "run" / (std::string(name) + ".csv")));
  }
}

void ReportNumbers::expect_scaling() const {
  const json& study = page_.at("scaling");
  ASSERT_FALSE(study.is_null());
  json points = json::array();
  json ends = json::array();
  for (const json& curve : study.at("curves")) {
    for (const json& point : curve.at("points")) points.push_back(point);
    ends.push_back(curve.at("end"));
  }
  EXPECT_EQ(study.at("curves").size(), 2u);
  expect_rows(points, table("report_scaling"));
  expect_rows(ends, table("report_scaling_ends"));
}

TEST_P(ReportNumbers, AreThoseOfTheCsvFiles) {
  expect_known_parts();
  expect_figures_and_texts();
  expect_lines();
  expect_areas();
  expect_heat_maps();
  expect_tables();
  expect_latency();
  expect_steps();
  expect_row_quotients();
  expect_timeline();
  expect_cubes();
  expect_events_and_failures();
  expect_swings();
  expect_scaling();
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ReportNumbers,
                         testing::Values("quickstart", "solar_battery", "power_swing", "serve_or_train", "failures"),
                         [](const auto& test) { return std::string(test.param); });

TEST(ReportCommand, KeepsAFolderOfCsvFilesUnlessItIsForced) {
  const ScratchFolder scratch;
  ASSERT_EQ(run_program({"run", shipped_scenario("two_pods_palm"), "--output", "run"}, scratch.path()).exit_code, 0);
  ASSERT_EQ(run_program({"report", "run", "--csv", "csv"}, scratch.path()).exit_code, 0);

  const ProgramResult again = run_program({"report", "run", "--csv", "csv"}, scratch.path());

  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: folder 'csv' exists; choose another or give --force\n");
  EXPECT_EQ(run_program({"report", "run", "--csv", "csv", "--force"}, scratch.path()).exit_code, 0);
}

}  // namespace
}  // namespace gigapod::test
