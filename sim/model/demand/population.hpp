#pragma once

#include "sim/model/demand/country.hpp"
#include "sim/model/demand/sector.hpp"

#include <vector>

namespace gigapod {

/// Who asks, wherever fleets have tenants.
struct PopulationSpec {
  double income_elasticity = kIncomeElasticity;
  double income_of_mean_usage = kIncomeOfMeanUsage;  ///< dollars a head and year
  std::vector<CountrySpec> countries = published_countries();
  std::vector<SectorSpec> sectors = published_sectors();
  bool operator==(const PopulationSpec&) const = default;
};

[[nodiscard]] inline FieldList<PopulationSpec> population_fields() {
  FieldList<PopulationSpec> list;
  list.number("income_elasticity", &PopulationSpec::income_elasticity, {-5.0, 5.0},
              "Usage a head follows income to this power where no index is given.");
  list.number("income_of_mean_usage", &PopulationSpec::income_of_mean_usage, kPositive,
              "Dollars a head and year at which usage a head is that of all people together.");
  return list;
}

}  // namespace gigapod
