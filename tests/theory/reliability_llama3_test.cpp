// Llama 3 405B on 16,384 H100 for 54 days (arXiv:2407.21783, Section 3.3.4 and Table 5).

#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace gigapod {
namespace {

constexpr double kUnexpected = 419.0;
constexpr double kPlanned = 47.0;
constexpr double kMostDeviation = 0.03;  ///< of the sum over 30 seeds: its standard error is 0.9%

/// Table 5: unexpected interruptions by cause.
const std::vector<std::pair<std::string, double>> kCauses = {{"faulty_gpu", 148},
                                                             {"gpu_hbm", 72},
                                                             {"software_bug", 54},
                                                             {"network_switch_or_cable", 35},
                                                             {"host_maintenance", 32},
                                                             {"gpu_sram", 19},
                                                             {"gpu_system_processor", 17},
                                                             {"network_interface", 7},
                                                             {"collective_watchdog", 7},
                                                             {"silent_data_corruption", 6},
                                                             {"gpu_thermal", 6},
                                                             {"ssd", 3},
                                                             {"power_supply", 3},
                                                             {"server_chassis", 2},
                                                             {"io_expansion_board", 2},
                                                             {"dependency", 2},
                                                             {"cpu", 2},
                                                             {"system_memory", 2}};

const StudyOutputRow& simulated() {
  static const StudyOutputRow row = run_reliability_study("llama3_54_days").at(0);
  return row;
}

const MeanInterval& by_cause(const std::string& cause) { return simulated().measures.at("interruptions." + cause); }

double unexpected() {
  double sum = 0.0;
  for (const auto& [cause, count] : kCauses) sum += by_cause(cause).mean;
  return sum;
}

/// Pearson's statistic of all simulated interruptions against the published shares.
double chi_square() {
  double sum = 0.0;
  for (const auto& [cause, count] : kCauses) {
    const double runs = static_cast<double>(by_cause(cause).samples);
    const double expected = count / kUnexpected * unexpected() * runs;
    sum += std::pow(by_cause(cause).mean * runs - expected, 2) / expected;
  }
  return sum;
}

std::vector<std::string> cells(const std::string& name, double published, double mean, const std::string& width) {
  return {name, fmt::format("{:g}", published), fmt::format("{:.1f}{}", mean, width),
          signed_percent(mean / published - 1.0)};
}

TEST(ReliabilityLlama3, InterruptionsSumToThePublishedOnes) {
  EXPECT_NEAR(unexpected() / kUnexpected, 1.0, kMostDeviation);
  EXPECT_NEAR(by_cause("planned_maintenance").mean, kPlanned, 1.0);
  const MeanInterval& all = simulated().measures.at("llama3.interruptions");
  EXPECT_NEAR(all.mean, unexpected() + by_cause("planned_maintenance").mean, 1e-6)
      << "every interruption has a cause";
  EXPECT_GE(all.samples, 30u);
}

TEST(ReliabilityLlama3, CausesHaveThePublishedShares) {
  // 99.9% point of chi-square with 17 degrees of freedom.
  EXPECT_LT(chi_square(), 40.79);
}

TEST(ReliabilityLlama3, MoreThan90PercentOfTheTimeIsEffective) {
  EXPECT_GT(simulated().measures.at("llama3.goodput").low(), 0.90);
}

TEST(ReliabilityLlama3, ThePageShowsTheTable) {
  TextTable table;
  table.column("cause", TextTable::Align::kLeft).column("published").column("simulated").column("error");
  for (const auto& [cause, count] : kCauses) {
    table.row(cells(cause, count, by_cause(cause).mean, fmt::format(" ± {:.1f}", by_cause(cause).half_width)));
  }
  table.row(cells("all unexpected", kUnexpected, unexpected(), ""));
  const MeanInterval& planned = by_cause("planned_maintenance");
  table.row(cells("planned", kPlanned, planned.mean, fmt::format(" ± {:.1f}", planned.half_width)));
  const MeanInterval& goodput = simulated().measures.at("llama3.goodput");
  expect_documented("llama3",
                    table.text() + fmt::format("  chi-square of the shares: {:.1f} with 17 degrees of "
                                               "freedom (95% point 27.6)\n"
                                               "  effective training time: published > 90%, simulated "
                                               "{:.2f} ± {:.2f}%\n",
                                               chi_square(), 100.0 * goodput.mean, 100.0 * goodput.half_width));
}

}  // namespace
}  // namespace gigapod
