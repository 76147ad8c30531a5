#pragma once

#include "analysis/cost/cost_terms.hpp"
#include "analysis/cost/serving_error.hpp"
#include "analysis/serving/serving_search.hpp"
#include "sim/serving/serve_counted.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What is served, the same on every kind of chip.
struct ServingJob {
  RequestTrace demand;       ///< with arrivals at two times or more
  ServingSearch search;      ///< without machines
  double utilization = 0.8;  ///< the setups hold the targets at the demand over this
};

/// A job on one kind of chip: the fewest chips that hold the targets, and what they cost while they serve the demand.
struct ServingCost {
  PodSpec pod;
  ChipSpec chip;
  double pue = 1.09;
  std::optional<ChipPrice> price;   ///< to rent
  std::optional<Estimate> capital;  ///< dollars of a chip
  ServingError error;
  std::optional<ServingAnswer> served;  ///< the demand; nothing where nothing holds the targets
  CountedTime steady;                   ///< the time of it that seconds and energy of replicas are of
  std::string why_not;                  ///< nothing holds them; a sentence without a full stop, else empty
  double planned_attainment = 0.0;  ///< share of the requests that hold the targets at the demand over utilization
  Watts drawn;                      ///< mean IT power of a chip in the steady state
  Watts provisioned;                ///< IT power of a chip at full activity

  std::optional<OwnedHour> hour;          ///< in the middle of every range
  Spread chip_hours;                      ///< of a million output tokens
  Spread joules;                          ///< of an output token, at the meter
  std::optional<Spread> hour_dollars;     ///< of an owned chip
  std::optional<Spread> owned;            ///< dollars of a million output tokens
  std::optional<Spread> rented;           ///< likewise on demand
  std::optional<Spread> owned_relative;   ///< to ServingComparison::owned_reference
  std::optional<Spread> rented_relative;  ///< to ServingComparison::rented_reference

  /// The rest is for kinds that serve. At the mean rate of the demand.
  [[nodiscard]] double output_tokens_per_chip_second() const;
  /// Chip-hours of a million output tokens as simulated.
  [[nodiscard]] double hours() const;
  [[nodiscard]] Joules joules_of_an_output_token() const;
  /// Output tokens of a million tokens, prompt and output, over a million.
  [[nodiscard]] double output_share() const;
  /// Millions of output tokens of a thousand requests.
  [[nodiscard]] double millions_of_a_thousand_requests() const;
  /// Dollars of a million output tokens at a rent of a chip; nothing where it is not published.
  [[nodiscard]] std::optional<double> rent(DollarsPerSecond ChipPrice::*which) const;
  /// Of CO2 for a thousand requests.
  [[nodiscard]] double grams_of_a_thousand_requests(double grams_per_kwh) const;
};

/// Kinds of chips side by side, in the order asked for.
struct ServingComparison {
  CostTerms terms;
  ServingJob job;
  RequestSummary requests;  ///< of the demand
  std::vector<ServingCost> kinds;
  std::string owned_reference;   ///< chip of the first kind that serves with a known capital; empty: none
  std::string rented_reference;  ///< chip of the first that serves with a list price on demand; empty: none
};

/// Searches the setup of one kind of chip (search_serving) and serves the demand with it; spreads are left empty.
[[nodiscard]] ServingCost serving_cost(const ServingJob& job, const PodSpec& pod, const ChipSpec& chip,
                                       std::optional<Estimate> capital, double pue);

/// Fills the spreads from draws of what is uncertain (draw_kinds).
[[nodiscard]] ServingComparison compare_serving_costs(ServingJob job, std::vector<ServingCost> kinds,
                                                      const CostTerms& terms);

/// The comparison for a terminal, at most 120 columns.
[[nodiscard]] std::string serving_cost_text(const ServingComparison& comparison);
/// One row a kind; units in the column names.
[[nodiscard]] std::string serving_cost_csv(const ServingComparison& comparison);
[[nodiscard]] std::string serving_cost_json(const ServingComparison& comparison);

}  // namespace gigapod
