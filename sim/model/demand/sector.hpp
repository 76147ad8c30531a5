#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What people ask for: when, and how long their requests are.
struct SectorSpec {
  std::string name;
  double share = 1.0;  ///< of the demand, beside the shares of the others
  double weekday_peak_to_trough = 2.0;
  double weekend_peak_to_trough = 1.7;
  double weekend_level = 0.57;  ///< mean rate at a weekend over a weekday's
  double peak_hour = 14.0;      ///< local
  double prompt_scale = 1.0;    ///< of its prompts over the fleet's `prompt_tokens`
  double output_scale = 1.0;    ///< of its answers over the fleet's `output_tokens`
  bool operator==(const SectorSpec&) const = default;
};

[[nodiscard]] FieldList<SectorSpec> sector_fields();

/// Coding, business, education and consumer, sources beside the figures.
[[nodiscard]] const std::vector<SectorSpec>& published_sectors();

/// Rate of a sector at a local time, relative to its mean on a weekday. Days since Monday 00:00.
[[nodiscard]] double local_rate(const SectorSpec& sector, double local_days);

}  // namespace gigapod
