#pragma once

#include "analysis/plan/plan_answer.hpp"
#include "sim/model/cost/chip_price.hpp"
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
};

/// A job on one kind of chip: the run that takes the fewest chip-hours within the deadline, and what it costs.
struct JobCost {
  PlanQuery query;
  PlannedRun run;
  std::optional<ChipPrice> price;   ///< to rent
  std::optional<Estimate> capital;  ///< dollars of a chip
  double step_error = 0.0;          ///< standard deviation of the logarithm of the step time
  Watts drawn;                      ///< mean IT power of a chip
  Watts provisioned;                ///< IT power of a chip at full activity
  std::optional<OwnedHour> hour;    ///< in the middle of every range
  Spread chip_hours;
  Spread joules_per_token;
  std::optional<Spread> hour_dollars;     ///< of an owned chip
  std::optional<Spread> million_dollars;  ///< of a million tokens on owned chips
  std::optional<Spread> relative;         ///< of that, to the first kind with a capital
  [[nodiscard]] double hours() const { return run.value.time.value() / 3600.0 * static_cast<double>(run.chips()); }
  /// Dollars for a million tokens at a rent.
  [[nodiscard]] double rented(DollarsPerSecond rate) const { return million(rate.value() * 3600.0 * hours()); }
  [[nodiscard]] double million(double dollars) const { return dollars / query.tokens * 1e6; }
};

/// Kinds of chips side by side on one job, in the order asked for.
struct CostComparison {
  CostTerms terms;
  std::vector<JobCost> kinds;
};

/// Draws every range `terms.draws` times, the same prices and lives for all kinds in a draw, so that what they share
/// cancels in `relative`; the rest is drawn for each apart. Fills the spreads of `kinds`, which have their runs.
[[nodiscard]] CostComparison compare_costs(std::vector<JobCost> kinds, const CostTerms& terms);

/// The kind with its run filled in from a search for the fewest chip-hours; `capital` overrides the known range.
[[nodiscard]] JobCost job_cost(const PlanAnswer& answer, std::optional<Estimate> capital);

/// Chips on which the job would end at its deadline at the peak of the fastest of its formats.
[[nodiscard]] double chips_at_peak(const PlanQuery& query);

/// Chips that the job may need within its deadline: from what it takes at the peak to what it takes at 20% of that of
/// bf16, or to hold its states.
void set_chips_for_deadline(PlanQuery& query);

/// The comparison for a terminal, at most 120 columns.
[[nodiscard]] std::string cost_text(const CostComparison& comparison);
/// One row a kind; units in the column names.
[[nodiscard]] std::string cost_csv(const CostComparison& comparison);
[[nodiscard]] std::string cost_json(const CostComparison& comparison);

}  // namespace gigapod
