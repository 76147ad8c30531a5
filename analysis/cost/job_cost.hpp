#pragma once

#include "analysis/cost/cost_terms.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "sim/model/cost/chip_price.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

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

/// Fills the spreads of `kinds`, which have their runs, from draws of what is uncertain (draw_kinds).
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
