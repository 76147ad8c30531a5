#pragma once

#include "analysis/cost/cost_terms.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

[[nodiscard]] nlohmann::ordered_json terms_json(const CostTerms& terms);
/// Adds `NAME_p5`, `NAME_p50` and `NAME_p95`, null where there is no spread.
void add_spread(nlohmann::ordered_json& row, const std::string& name, const std::optional<Spread>& spread);
/// Adds `capital_least_dollars` and `capital_most_dollars`, and the parts of an hour in dollars a chip-hour.
void add_owned(nlohmann::ordered_json& row, const std::optional<Estimate>& capital,
               const std::optional<OwnedHour>& hour);

/// `1.2 (1 to 1.4)`
[[nodiscard]] std::string spread_text(const Spread& spread, const char* format = "{:.3g}");

/// An owned chip of one kind.
struct HourRow {
  std::string chip;
  std::optional<Estimate> capital;
  std::optional<OwnedHour> hour;
  std::optional<Spread> dollars;
};
/// With a heading; kinds without a capital have no row, and nothing is left of a table without rows.
[[nodiscard]] std::string owned_hour_table(const std::vector<HourRow>& rows);

/// How to give a capital that is not known.
[[nodiscard]] std::string missing_capital_text(const std::string& chip);

}  // namespace gigapod
