#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// People of one country who ask.
struct CountrySpec {
  std::string name;
  std::string region = "world";  ///< that results are added up by
  Seconds utc_offset;            ///< of its clocks: one for the whole country, no summer time
  double people = 0.0;           ///< of working age
  double income = 0.0;           ///< GDP a head and year, dollars
  double usage_index = 0.0;      ///< usage a head over that of all people together; 0: from the income
  bool operator==(const CountrySpec&) const = default;
};

[[nodiscard]] FieldList<CountrySpec> country_fields();

/// Countries with their published usage, sources beside the figures.
[[nodiscard]] const std::vector<CountrySpec>& published_countries();

/// Usage a head where no index is published: (income / income of mean usage)^elasticity. The elasticity is 0.69
/// across countries, R2 0.709 (Anthropic Economic Index, September 2025). With that income the indices of all
/// published countries, weighed by people, average 1, as the definition of the index asks.
inline constexpr double kIncomeElasticity = 0.69;
inline constexpr double kIncomeOfMeanUsage = 7200.0;

/// Share of the usage of each country; they add up to 1.
[[nodiscard]] std::vector<double> usage_shares(const std::vector<CountrySpec>& countries, double elasticity,
                                               double income_of_mean_usage);

}  // namespace gigapod
