#include "analysis/report/figure_quotients.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// As "figure/of" by value.
std::map<std::string, double> quotients(const std::map<std::string, double>& figures) {
  std::map<std::string, double> values;
  for (const FigureQuotient& quotient : figure_quotients(figures)) {
    values[quotient.figure + "/" + quotient.of] = quotient.value;
  }
  return values;
}

TEST(FigureQuotients, PutsBucketsAndLinksOverTheirTotals) {
  const std::map<std::string, double> expected = {{"chip_seconds_busy_useful/chip_seconds_total", 0.75},
                                                  {"chip_seconds_idle_free/chip_seconds_total", 0.25},
                                                  {"energy_cooling_joules/energy_joules", 0.1},
                                                  {"joules_busy_useful/energy_joules", 0.9},
                                                  {"solar_joules/energy_joules", 0.4}};

  EXPECT_EQ(quotients({{"chip_seconds_busy_useful", 3},
                       {"chip_seconds_idle_free", 1},
                       {"chip_seconds_total", 4},
                       {"energy_cooling_joules", 1},
                       {"energy_joules", 10},
                       {"joules_busy_useful", 9},
                       {"solar_joules", 4}}),
            expected);
}

TEST(FigureQuotients, HasRatesEfficienciesAndCauses) {
  const std::map<std::string, double> expected = {{"interruptions_by_machine/interruptions", 0.5},
                                                  {"model_flops/energy_joules", 6e11},
                                                  {"peak_power_watts/grid_power_rating_watts", 0.8},
                                                  {"tokens_trained/horizon_seconds", 200}};

  EXPECT_EQ(quotients({{"energy_joules", 10},
                       {"grid_power_rating_watts", 5e6},
                       {"horizon_seconds", 60},
                       {"interruptions", 4},
                       {"interruptions_by_machine", 2},
                       {"model_flops", 6e12},
                       {"peak_power_watts", 4e6},
                       {"tokens_trained", 12000}}),
            expected);
}

TEST(FigureQuotients, LeavesOutWhatHasNothingBelowIt) {
  EXPECT_TRUE(quotients({{"interruptions", 0}, {"interruptions_by_machine", 0}, {"tokens_trained", 5}, {"pue", 1.1}})
                  .empty());
}

}  // namespace
}  // namespace gigapod
