#include "sim/app/describe_demand.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/model/demand/population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigapod::app {
namespace {

template <class T>
void check_name(const std::string& what, const std::vector<T>& items, const std::string& name) {
  std::vector<std::string> names;
  for (const T& item : items) names.push_back(item.name);
  if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return;
  const auto nearest = nearest_word(name, names);
  throw InvalidInput(fmt::format("error: there is no {} '{}'{}\n", what, name,
                                 nearest ? fmt::format("; did you mean '{}'?", *nearest) : ""));
}

}  // namespace

void describe_countries(const std::string& name) {
  const PopulationSpec population;
  check_name("country", population.countries, name);
  const std::vector<double> shares =
      usage_shares(population.countries, population.income_elasticity, population.income_of_mean_usage);
  fmt::print("countries: home countries of tenants (docs/models/demand.md)\n");
  fmt::print("  {:<22} {:<16} {:>6} {:>10} {:>10} {:>8} {:>7}\n", "", "region", "UTC", "people", "$ a head", "index",
             "share");
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const CountrySpec& country = population.countries[i];
    if (!name.empty() && name != country.name) continue;
    const std::string index =
        country.usage_index > 0.0 ? fmt::format("{:.2f}", country.usage_index) : std::string("income");
    fmt::print("  {:<22} {:<16} {:>+6.4g} {:>8.1f} M {:>10.0f} {:>8} {:>6.2f}%\n", country.name, country.region,
               country.utc_offset.value() / 3600.0, country.people / 1e6, country.income, index, 100.0 * shares[i]);
  }
}

void describe_sectors(const std::string& name) {
  const PopulationSpec population;
  check_name("sector", population.sectors, name);
  fmt::print("sectors: what tenants ask for (docs/models/demand.md)\n");
  for (const SectorSpec& sector : population.sectors) {
    if (!name.empty() && name != sector.name) continue;
    fmt::print(
        "  {:<12} {:>4.0f}% of demand; weekdays {:g} to 1, peak at {:g}:00; weekends {:g} to 1 at {:.3g} of a "
        "weekday; prompts x {:g}, answers x {:g}\n",
        sector.name, 100.0 * sector.share, sector.weekday_peak_to_trough, sector.peak_hour,
        sector.weekend_peak_to_trough, sector.weekend_level, sector.prompt_scale, sector.output_scale);
  }
}

}  // namespace gigapod::app
