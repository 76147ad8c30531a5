// What a training job costs on kinds of chips that end it within the same time:
//
//   chip-hours      of the plan with the fewest (analysis/plan), x e,  e lognormal with the model's own error
//   $ a Mtoken      chip-hours x dollars of a chip-hour / tokens x 10^6
//   J a token       energy at the meter x e / tokens
//
// Dollars of a chip-hour are a list price, or what it costs to own (sim/model/cost/ownership.cpp). Uncertain numbers
// are drawn evenly between their bounds, prices and lives once for all kinds.

#include "analysis/cost/job_cost.hpp"

#include "sim/base/random.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/cost/chip_capital.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace gigapod {
namespace {

/// Standard deviation of the error of step times, from docs/validation.md: 90% of the TPU rows within 9.6%, half of
/// the GPU rows within 8.8%.
constexpr double kTorusError = 0.096 / 1.645;
constexpr double kSwitchedError = 0.088 / 0.6745;

constexpr double kWorstUtilization = 0.2;
constexpr double kStateBytes = 16.0;  ///< of a parameter: weights, gradients and Adam's moments in training
constexpr double kMemoryRoom = 8.0;   ///< times the chips whose memory the states alone fill

double between(const Estimate& range, double share) { return range.least + share * (range.most - range.least); }
double middle(const Estimate& range) { return between(range, 0.5); }

Spread spread_of(std::vector<double> draws) {
  std::sort(draws.begin(), draws.end());
  const auto last = static_cast<double>(draws.size() - 1);
  const auto at = [&](double share) { return draws[static_cast<std::size_t>(share * last + 0.5)]; };
  return {at(0.05), at(0.5), at(0.95)};
}

/// What all kinds share in one draw.
OwnershipTerms common_terms(const CostTerms& terms, RandomStream& random) {
  OwnershipTerms drawn;
  drawn.facility_dollars = between(terms.facility_dollars, random.uniform());
  drawn.upkeep_dollars = between(terms.upkeep_dollars, random.uniform());
  drawn.equipment_years = between(terms.equipment_years, random.uniform());
  drawn.facility_years = between(terms.facility_years, random.uniform());
  drawn.interest = between(terms.interest, random.uniform());
  drawn.electricity = DollarsPerJoule(between(terms.electricity, random.uniform()) / 3.6e9);
  return drawn;
}

OwnershipTerms middle_terms(const CostTerms& terms, const JobCost& kind) {
  OwnershipTerms all;
  all.equipment = Dollars(middle(*kind.capital));
  all.facility_dollars = middle(terms.facility_dollars);
  all.upkeep_dollars = middle(terms.upkeep_dollars);
  all.equipment_years = middle(terms.equipment_years);
  all.facility_years = middle(terms.facility_years);
  all.interest = middle(terms.interest);
  all.electricity = DollarsPerJoule(middle(terms.electricity) / 3.6e9);
  all.pue = kind.query.site.power.pue;
  return all;
}

double chips_at_rate(const PlanQuery& query, FlopsPerSecond rate) {
  const double flops = 6.0 * active_parameter_count(query.start.model) * query.tokens;
  return flops / (rate * query.limits.deadline).value();
}

/// A stream for each kind, by its chip and how many before it have the same.
std::vector<RandomStream> kind_streams(const std::vector<JobCost>& kinds, const RandomStreams& streams) {
  std::map<std::string, std::uint64_t> seen;
  std::vector<RandomStream> all;
  for (const JobCost& kind : kinds) {
    const std::string& chip = kind.query.chip.name;
    all.push_back(streams.stream("cost/" + chip, seen[chip]++));
  }
  return all;
}

/// Draws of one kind.
struct Draws {
  std::vector<double> hours;
  std::vector<double> joules;
  std::vector<double> hour_dollars;
  std::vector<double> million;
  std::vector<double> relative;
};

void fill_spreads(JobCost& kind, Draws draws) {
  kind.chip_hours = spread_of(std::move(draws.hours));
  kind.joules_per_token = spread_of(std::move(draws.joules));
  if (!kind.capital) return;
  kind.hour_dollars = spread_of(std::move(draws.hour_dollars));
  kind.million_dollars = spread_of(std::move(draws.million));
  kind.relative = spread_of(std::move(draws.relative));
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
  kind.capital = capital;
  const auto known = find_chip_capital(kind.query.chip.name);
  if (!capital && known) kind.capital = Estimate{known->least.value(), known->most.value()};
  const bool is_gpu = slice_rule(kind.query.pod) == SliceRule::kSwitched;
  kind.step_error = is_gpu ? kSwitchedError : kTorusError;
  const double at_meter = kind.query.site.power.pue * static_cast<double>(kind.run.chips());
  kind.drawn = kind.run.power / at_meter;
  kind.provisioned = kind.run.provisioned_power / at_meter;
  return kind;
}

CostComparison compare_costs(std::vector<JobCost> kinds, const CostTerms& terms) {
  const RandomStreams streams(terms.seed);
  RandomStream shared = streams.stream("cost");
  std::vector<RandomStream> own = kind_streams(kinds, streams);
  std::vector<Draws> draws(kinds.size());
  for (int i = 0; i < terms.draws; ++i) {
    OwnershipTerms drawn = common_terms(terms, shared);
    std::optional<double> first;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const JobCost& kind = kinds[k];
      const double error = own[k].lognormal(1.0, kind.step_error);
      const double position = own[k].uniform();
      draws[k].hours.push_back(kind.hours() * error);
      draws[k].joules.push_back(kind.run.value.energy.value() * error / kind.query.tokens);
      if (!kind.capital) continue;
      drawn.equipment = Dollars(between(*kind.capital, position));
      drawn.pue = kind.query.site.power.pue;
      const double hour = owned_hour(drawn, kind.provisioned, kind.drawn).total().value();
      const double million = kind.million(hour * draws[k].hours.back());
      if (!first) first = million;
      draws[k].hour_dollars.push_back(hour);
      draws[k].million.push_back(million);
      draws[k].relative.push_back(million / *first);
    }
  }
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    fill_spreads(kinds[k], std::move(draws[k]));
    if (kinds[k].capital)
      kinds[k].hour = owned_hour(middle_terms(terms, kinds[k]), kinds[k].provisioned, kinds[k].drawn);
  }
  return {terms, std::move(kinds)};
}

}  // namespace gigapod
