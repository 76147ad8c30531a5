// What a training job costs on kinds of chips that end it within the same time:
//
//   chip-hours      of the plan with the fewest (analysis/plan), x e,  e lognormal with the model's own error
//   $ a Mtoken      chip-hours x dollars of a chip-hour / tokens x 10^6
//   J a token       energy at the meter x e / tokens
//
// Dollars of a chip-hour are a list price, or what it costs to own (sim/model/cost/ownership.cpp), drawn between what
// is known (cost_terms.cpp).

#include "analysis/cost/job_cost.hpp"

#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// Standard deviation of the error of step times, from docs/validation.md: 90% of the TPU rows within 9.6%, half of
/// the GPU rows within 8.2%.
constexpr double kTorusError = 0.096 / 1.645;
constexpr double kSwitchedError = 0.082 / 0.6745;

constexpr double kWorstUtilization = 0.2;
constexpr double kStateBytes = 16.0;  ///< of a parameter: weights, gradients and Adam's moments in training
constexpr double kMemoryRoom = 8.0;   ///< times the chips whose memory the states alone fill

double chips_at_rate(const PlanQuery& query, FlopsPerSecond rate) {
  const double flops = 6.0 * active_parameter_count(query.start.model) * query.tokens;
  return flops / (rate * query.limits.deadline).value();
}

DrawnKind drawn_kind(const JobCost& kind) {
  return {kind.query.chip.name, kind.capital, kind.step_error,
          kind.provisioned,     kind.drawn,   kind.query.site.power.pue};
}

std::vector<double> million_dollars(const JobCost& kind, const KindDraws& draws) {
  std::vector<double> all;
  for (std::size_t i = 0; i < draws.hour_dollars.size(); ++i)
    all.push_back(kind.million(draws.hour_dollars[i] * kind.hours() * draws.factors[i]));
  return all;
}

}  // namespace

double chips_at_peak(const PlanQuery& query) {
  FlopsPerSecond peak = query.chip.peak_bf16;
  for (const Precision precision : query.space.precisions) peak = max(peak, peak_rate(query.chip, precision));
  return chips_at_rate(query, peak);
}

void set_chips_for_deadline(PlanQuery& query) {
  const double states = parameter_count(query.start.model) * kStateBytes / query.chip.hbm_capacity.value();
  const double most = std::max(chips_at_rate(query, query.chip.peak_bf16) / kWorstUtilization, kMemoryRoom * states);
  query.least_chips = static_cast<std::int64_t>(std::clamp(chips_at_peak(query), 1.0, double{kMostPlanChips}));
  query.most_chips = static_cast<std::int64_t>(std::clamp(most, 2.0, double{kMostPlanChips}));
}

JobCost job_cost(const PlanAnswer& answer, std::optional<Estimate> capital) {
  JobCost kind;
  kind.query = answer.query;
  kind.run = *answer.winner();
  kind.price = find_chip_price(kind.query.chip.name);
  kind.capital = capital_of(kind.query.chip.name, capital);
  const bool is_gpu = slice_rule(kind.query.pod) == SliceRule::kSwitched;
  kind.step_error = is_gpu ? kSwitchedError : kTorusError;
  const double at_meter = kind.query.site.power.pue * static_cast<double>(kind.run.chips());
  kind.drawn = kind.run.power / at_meter;
  kind.provisioned = kind.run.provisioned_power / at_meter;
  return kind;
}

CostComparison compare_costs(std::vector<JobCost> kinds, const CostTerms& terms) {
  std::vector<DrawnKind> drawn;
  for (const JobCost& kind : kinds) drawn.push_back(drawn_kind(kind));
  const std::vector<KindDraws> draws = draw_kinds(drawn, terms);
  std::vector<double> first;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    JobCost& kind = kinds[k];
    const Spread factor = spread_of(draws[k].factors);
    kind.chip_hours = factor.times(kind.hours());
    kind.joules_per_token = factor.times(kind.run.value.energy.value() / kind.query.tokens);
    kind.hour = middle_hour(drawn[k], terms);
    if (!kind.capital) continue;
    const std::vector<double> million = million_dollars(kind, draws[k]);
    if (first.empty()) first = million;
    kind.hour_dollars = spread_of(draws[k].hour_dollars);
    kind.million_dollars = spread_of(million);
    kind.relative = spread_of(ratios(million, first));
  }
  return {terms, std::move(kinds)};
}

}  // namespace gigapod
