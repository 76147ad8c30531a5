#include "analysis/report/figure_quotients.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gigapod {
namespace {

struct Pair {
  std::string_view figure;
  std::string_view of;
};

constexpr std::array<Pair, 8> kPairs = {{{"gas_joules", "energy_joules"},
                                         {"import_joules", "energy_joules"},
                                         {"model_flops", "energy_joules"},
                                         {"peak_power_watts", "grid_power_rating_watts"},
                                         {"reclaimed_chip_seconds", "chip_seconds_total"},
                                         {"serving_taken_chips", "serving_takes"},
                                         {"solar_joules", "energy_joules"},
                                         {"tokens_trained", "horizon_seconds"}}};

/// What the page puts the figure over; empty: nothing.
std::string_view denominator_of(std::string_view figure) {
  if (figure == "energy_joules" || figure == "chip_seconds_total") return {};
  if (figure.starts_with("chip_seconds_")) return "chip_seconds_total";
  if (figure.starts_with("joules_") || (figure.starts_with("energy_") && figure.ends_with("_joules"))) {
    return "energy_joules";
  }
  if (figure.starts_with("interruptions_by_")) return "interruptions";
  const auto pair = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& p) { return p.figure == figure; });
  return pair == kPairs.end() ? std::string_view() : pair->of;
}

}  // namespace

std::vector<FigureQuotient> figure_quotients(const std::map<std::string, double>& figures) {
  std::vector<FigureQuotient> quotients;
  for (const auto& [name, value] : figures) {
    const auto of = figures.find(std::string(denominator_of(name)));
    if (of != figures.end() && of->second != 0.0) quotients.push_back({name, of->first, value / of->second});
  }
  return quotients;
}

}  // namespace gigapod
