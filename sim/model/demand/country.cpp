// share_c = people_c x index_c / sum,  index_c as published or (income_c / income of mean usage)^e
//
// Assumes that usage follows income alone where nothing is published. Source of the form and of e: Anthropic Economic
// Index, September 2025.

#include "sim/model/demand/country.hpp"

#include <cmath>
#include <numeric>

namespace gigapod {

FieldList<CountrySpec> country_fields() {
  FieldList<CountrySpec> list;
  list.text("name", &CountrySpec::name, "Name of the country.").required();
  list.text("region", &CountrySpec::region, "Results are added up by it.");
  list.quantity("utc_offset", &CountrySpec::utc_offset, {-12.0 * 3600, 14.0 * 3600}, "Its clocks ahead of UTC.")
      .required();
  list.number("people", &CountrySpec::people, kPositive, "People of working age.").required();
  list.number("income", &CountrySpec::income, kPositive, "GDP a head and year, in dollars.").required();
  list.number("usage_index", &CountrySpec::usage_index, kPositive,
              "Usage a head over that of all people together; `auto`: from the income.");
  return list;
}

std::vector<double> usage_shares(const std::vector<CountrySpec>& countries, double elasticity,
                                 double income_of_mean_usage) {
  std::vector<double> shares;
  for (const CountrySpec& country : countries) {
    const double by_income = std::pow(country.income / income_of_mean_usage, elasticity);
    shares.push_back(country.people * (country.usage_index > 0.0 ? country.usage_index : by_income));
  }
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace gigapod
