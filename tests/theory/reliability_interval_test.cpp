// The best checkpoint interval found by simulation against Young's and Daly's.

#include "analysis/goodput/expected_goodput.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kMostDeviation = 0.05;
constexpr double kNodeRate = 0.0065 / 86400.0;  ///< failures of a node a second
constexpr Seconds kRestart{120.0};

/// Where the parabola through y over log x that fits the points best has its top.
double top_of_parabola(const std::vector<double>& x, const std::vector<double>& y) {
  std::array<double, 5> powers{};
  std::array<double, 3> right{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = std::log(x[i] / x.front());
    for (std::size_t p = 0; p < powers.size(); ++p) powers[p] += std::pow(u, static_cast<double>(p));
    for (std::size_t p = 0; p < right.size(); ++p) right[p] += y[i] * std::pow(u, static_cast<double>(p));
  }
  const auto determinant = [](const std::array<double, 9>& m) {
    return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
           m[2] * (m[3] * m[7] - m[4] * m[6]);
  };
  const auto& s = powers;
  const double linear = determinant({s[0], right[0], s[2], s[1], right[1], s[3], s[2], right[2], s[4]});
  const double square = determinant({s[0], s[1], right[0], s[1], s[2], right[1], s[2], s[3], right[2]});
  return x.front() * std::exp(-linear / (2.0 * square));
}

struct Regime {
  std::string pause_text;
  Seconds pause;
  Seconds mtbf;
  std::vector<double> intervals;
  std::vector<double> goodputs;
  [[nodiscard]] double simulated() const { return top_of_parabola(intervals, goodputs); }
  [[nodiscard]] double young() const { return std::sqrt(2.0 * pause.value() * mtbf.value()); }
  [[nodiscard]] double daly() const { return best_checkpoint_interval(pause, mtbf).value(); }
};

const std::vector<Regime>& regimes() {
  static const std::vector<Regime> all = [] {
    std::vector<Regime> made = {{"60 s", Seconds(60.0), Seconds(1.0 / (512 * kNodeRate)), {}, {}},
                                {"300 s", Seconds(300.0), Seconds(1.0 / (2048 * kNodeRate)), {}, {}}};
    for (const StudyOutputRow& row : run_reliability_study("young_daly")) {
      Regime& regime = made[row.values.at("pause") == "60 s" ? 0 : 1];
      regime.intervals.push_back(seconds_of(row.values.at("interval")));
      regime.goodputs.push_back(row.measures.at("train.goodput").mean);
    }
    return made;
  }();
  return all;
}

TEST(ReliabilityInterval, TheParabolaHasItsTopWhereItIs) {
  std::vector<double> x = {1.0, 2.0, 4.0, 8.0};
  std::vector<double> y;
  for (const double at : x) y.push_back(3.0 - 0.5 * std::pow(std::log(at / 3.0), 2));

  EXPECT_NEAR(top_of_parabola(x, y), 3.0, 1e-9);
}

TEST(ReliabilityInterval, TheBestOneFoundBySimulationIsDalys) {
  for (const Regime& regime : regimes()) {
    EXPECT_NEAR(regime.simulated() / regime.daly(), 1.0, kMostDeviation) << "pauses of " << regime.pause_text;
  }
}

TEST(ReliabilityInterval, YoungsFirstOrderServesForShortPausesOnly) {
  EXPECT_NEAR(regimes()[0].simulated() / regimes()[0].young(), 1.0, kMostDeviation);
  EXPECT_GT(regimes()[1].young() / regimes()[1].simulated(), 1.0 + kMostDeviation);
}

TEST(ReliabilityInterval, ThePageShowsTheTable) {
  TextTable table;
  table.column("pause").column("MTBF").column("found, min").column("Young").column("error").column("Daly");
  table.column("error").column("goodput there, Daly's model");
  for (const Regime& regime : regimes()) {
    const Seconds best(regime.daly());
    table.row({regime.pause_text, duration_text(regime.mtbf), fmt::format("{:.1f}", regime.simulated() / 60.0),
               fmt::format("{:.1f}", regime.young() / 60.0),
               signed_percent(regime.young() / regime.simulated() - 1.0), fmt::format("{:.1f}", regime.daly() / 60.0),
               signed_percent(regime.daly() / regime.simulated() - 1.0),
               percent(expected_goodput({Hertz(1.0 / regime.mtbf.value()), kRestart, best, regime.pause}))});
  }
  expect_documented("interval", table.text());
}

}  // namespace
}  // namespace gigapod
