#pragma once

#include "sim/model/cost/ownership.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// A number that is known to lie between two others.
struct Estimate {
  double least = 0.0;
  double most = 0.0;
};

/// What is known of what owning costs; drawn evenly from each range.
struct CostTerms {
  Estimate facility_dollars{10.0, 20.0};  ///< a watt
  Estimate upkeep_dollars{0.2, 0.4};      ///< a watt and year
  Estimate equipment_years{4.0, 6.0};
  Estimate facility_years{12.0, 16.0};
  Estimate interest{0.05, 0.09};     ///< a year
  Estimate electricity{40.0, 90.0};  ///< $/MWh
  double carbon = 384.0;             ///< g/kWh
  int draws = 4000;
  std::uint64_t seed = 1;
};

/// 5%, 50% and 95% of the draws.
struct Spread {
  double low = 0.0;
  double middle = 0.0;
  double high = 0.0;
  [[nodiscard]] Spread times(double factor) const { return {low * factor, middle * factor, high * factor}; }
};
[[nodiscard]] Spread spread_of(std::vector<double> draws);
/// One over the other, draw by draw.
[[nodiscard]] std::vector<double> ratios(const std::vector<double>& draws, const std::vector<double>& others);

/// What draws need to know of a kind of chip.
struct DrawnKind {
  std::string chip;
  std::optional<Estimate> capital;  ///< dollars of a chip
  double error = 0.0;               ///< standard deviation of the logarithm of the time that the work takes
  Watts provisioned;                ///< IT power of a chip at full activity
  Watts drawn;                      ///< mean IT power of a chip
  double pue = 1.1;
};

/// Of one kind, one number a draw.
struct KindDraws {
  std::vector<double> factors;       ///< of the time that the work takes
  std::vector<double> hour_dollars;  ///< of an owned chip; empty without a capital
};

/// Draws every range `terms.draws` times: prices and lives once for all kinds, so that what they share cancels in
/// ratios, capitals and errors for each kind apart, so that a further kind moves no other.
[[nodiscard]] std::vector<KindDraws> draw_kinds(const std::vector<DrawnKind>& kinds, const CostTerms& terms);

/// With every range at its middle; nothing without a capital.
[[nodiscard]] std::optional<OwnedHour> middle_hour(const DrawnKind& kind, const CostTerms& terms);

/// `capital` overrides what is known of the chip.
[[nodiscard]] std::optional<Estimate> capital_of(const std::string& chip, std::optional<Estimate> capital);

}  // namespace gigapod
