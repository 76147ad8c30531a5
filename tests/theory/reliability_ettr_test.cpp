// Effective training time ratio of one job against the closed forms: Kokolis et al. (arXiv:2410.21680), first order
// in N r (u0 + dt / 2), and Daly's complete model (2006).

#include "analysis/goodput/expected_goodput.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kGpusPerNode = 8.0;
constexpr Seconds kPause{30.1};       ///< 96.4 GB at 3.2 GB/s
constexpr double kValidBelow = 0.20;  ///< N r (u0 + dt / 2) up to which the closed form is good to 2%
constexpr double kMostDeviation = 0.02;

struct Point {
  StudyOutputRow row;
  double exposure = 0.0;  ///< N r (u0 + dt / 2): expected restarts and repeats in units of the time itself
  double first_order = 0.0;
  double complete = 0.0;
  MeanInterval simulated;
  [[nodiscard]] double deviation(double closed_form) const { return closed_form / simulated.mean - 1.0; }
};

Point point_of(const StudyOutputRow& row) {
  const double nodes = std::stod(row.values.at("gpus")) / kGpusPerNode;
  const Hertz rate(nodes * std::stod(row.values.at("failures per 1000 node-days")) / 1000.0 / 86400.0);
  const Seconds restart(seconds_of(row.values.at("restart")));
  const Seconds interval(seconds_of(row.values.at("interval")));
  return {row, rate * (restart + interval / 2.0), expected_ettr(rate, restart, interval, kPause),
          expected_goodput({rate, restart, interval, kPause}), row.measures.at("train.goodput")};
}

const std::vector<Point>& points() {
  static const std::vector<Point> all = [] {
    std::vector<Point> made;
    for (const StudyOutputRow& row : run_reliability_study("meta_ettr")) made.push_back(point_of(row));
    return made;
  }();
  return all;
}

std::string name_of(const Point& point) {
  return fmt::format("{} GPUs, r {}, interval {}, restart {}", point.row.values.at("gpus"),
                     point.row.values.at("failures per 1000 node-days"), point.row.values.at("interval"),
                     point.row.values.at("restart"));
}

TEST(ReliabilityEttr, AgreesWithTheClosedFormWhereFailuresAreFew) {
  int valid = 0;
  for (const Point& point : points()) {
    if (point.exposure > kValidBelow) continue;
    ++valid;
    EXPECT_LT(std::abs(point.deviation(point.first_order)), kMostDeviation) << name_of(point);
  }
  EXPECT_GE(valid, 40);
}

TEST(ReliabilityEttr, AgreesWithDalysCompleteModelEverywhere) {
  for (const Point& point : points()) {
    EXPECT_NEAR(point.complete, point.simulated.mean, 2.0 * point.simulated.half_width + 0.003) << name_of(point);
  }
}

TEST(ReliabilityEttr, TheClosedFormFailsWhereFailuresAreMany) {
  const auto worst = std::max_element(points().begin(), points().end(),
                                      [](const Point& a, const Point& b) { return a.exposure < b.exposure; });

  EXPECT_GT(worst->exposure, 1.0);
  EXPECT_EQ(worst->first_order, 0.0);
  EXPECT_GT(worst->simulated.low(), 0.02);
}

TEST(ReliabilityEttr, SixteenThousandGpusRunForTheProjectedTime) {
  // MTTF of 1.8 h (projected by the paper from 6.5 failures per 1000 node-days); ten days a run.
  for (const Point& point : points()) {
    if (point.row.values.at("gpus") != "16384" || point.row.values.at("failures per 1000 node-days") != "6.5")
      continue;
    const MeanInterval& interruptions = point.row.measures.at("train.interruptions");
    EXPECT_NEAR(240.0 / interruptions.mean, 1.8, 0.05) << name_of(point);
  }
}

std::string grid_text() {
  TextTable table;
  table.column("\nGPUs").column("failures per\n1000 node-days").column("\ninterval").column("\nrestart");
  table.column("N r (u0\n+ dt/2)").column("\nsimulated, %").column("closed\nform").column("\nerror");
  table.column("\nDaly").column("\nerror");
  for (const Point& point : points()) {
    table.row({point.row.values.at("gpus"), point.row.values.at("failures per 1000 node-days"),
               point.row.values.at("interval"), point.row.values.at("restart"), fmt::format("{:.3f}", point.exposure),
               fmt::format("{:.2f} ± {:.2f}", 100.0 * point.simulated.mean, 100.0 * point.simulated.half_width),
               fmt::format("{:.2f}", 100.0 * point.first_order), signed_percent(point.deviation(point.first_order)),
               fmt::format("{:.2f}", 100.0 * point.complete), signed_percent(point.deviation(point.complete))});
  }
  return table.text();
}

std::string ranges_text() {
  TextTable table;
  table.column("N r (u0 + dt/2)", TextTable::Align::kLeft)
      .column("points")
      .column("largest error of the closed form");
  table.column("of Daly's model");
  const std::vector<double> ends = {0.0, 0.02, 0.05, 0.1, 0.2, 0.5, 1e9};
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    int count = 0;
    double first_order = 0.0;
    double complete = 0.0;
    for (const Point& point : points()) {
      if (point.exposure <= ends[i] || point.exposure > ends[i + 1]) continue;
      ++count;
      first_order = std::max(first_order, std::abs(point.deviation(point.first_order)));
      complete = std::max(complete, std::abs(point.deviation(point.complete)));
    }
    const bool is_last = i + 2 == ends.size();
    table.row({is_last ? fmt::format("above {:g}", ends[i]) : fmt::format("up to {:g}", ends[i + 1]),
               fmt::format("{}", count), percent(first_order), percent(complete)});
  }
  return table.text();
}

TEST(ReliabilityEttr, ThePageShowsTheTables) {
  expect_documented("ettr-ranges", ranges_text());
  expect_documented("ettr-grid", grid_text());
}

}  // namespace
}  // namespace gigapod
