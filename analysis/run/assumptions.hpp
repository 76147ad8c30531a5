#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// A number of the catalog that a run uses and nobody has published.
struct Assumption {
  std::string part;  ///< "chips/v7"
  std::string key;   ///< "idle_power"
  std::string text;  ///< what is assumed and why
  bool operator==(const Assumption&) const = default;
};

/// Of the chips, pods, site and models that a scenario uses, by part and key.
[[nodiscard]] std::vector<Assumption> assumptions_of(const Scenario& scenario, const Catalog& catalog);

/// As assumptions.csv of a run directory.
[[nodiscard]] std::string assumptions_csv(const std::vector<Assumption>& assumptions);
/// The rows of that text; none of a text that is no such table.
[[nodiscard]] std::vector<Assumption> assumptions_in(const std::string& csv);

}  // namespace gigapod
