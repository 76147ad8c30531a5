// What serving a demand costs on kinds of chips that hold the same latency targets:
//
//   setup             fewest chips that hold the targets at demand / u (search_serving); u utilization planned with
//   tokens/s          mean rate of the demand x output tokens that a request is answered with
//   chip-hours        chips x e / tokens/s; e lognormal with the model's own error
//   $ a Mtoken        chip-hours x dollars of a chip-hour
//   J a token         PUE x (power of chips and hosts + networks) x chips x e / tokens/s
//
// Power and idle time are of the steady state (steady_time): the ramps at both ends of a simulated demand, where
// requests fill and leave the replicas, cost nothing, so that a short demand costs what a long one does.
// A chip that is slower by e needs e times the chips for the same work. Dollars of a chip-hour are a list price, or
// what it costs to own (cost_terms.cpp). All chips of the setup cost while the demand lasts, idle ones too.

#include "analysis/cost/serving_cost.hpp"

#include "analysis/plan/run_value.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/serving/generate_requests.hpp"

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

/// From when the first requests have left, at most halfway, to the last arrival.
CountedTime steady_time(const RequestTrace& demand, Seconds answer_time) {
  const Seconds first = demand.requests.front().arrival;
  const Seconds last = demand.requests.back().arrival;
  return {first + std::min(answer_time, (last - first) * 0.5), last};
}

Watts chip_and_host_power(const ServingAnswer& served, const CountedTime& counted) {
  return served.outcome.energy.total() / ((counted.end - counted.begin) * served.chips());
}

double output_tokens(const ServingAnswer& served) { return static_cast<double>(served.outcome.tokens.output); }

DrawnKind drawn_kind(const ServingCost& kind) {
  return {kind.chip.name,       kind.served ? kind.capital : std::nullopt,
          kind.error.deviation, kind.provisioned,
          kind.drawn,           kind.pue};
}

/// Dollars of a million output tokens, draw by draw.
std::vector<double> owned_draws(const ServingCost& kind, const KindDraws& draws) {
  std::vector<double> all;
  for (std::size_t i = 0; i < draws.hour_dollars.size(); ++i)
    all.push_back(draws.hour_dollars[i] * kind.hours() * draws.factors[i]);
  return all;
}

std::vector<double> rented_draws(double rent, const KindDraws& draws) {
  std::vector<double> all;
  for (const double factor : draws.factors) all.push_back(rent * factor);
  return all;
}

/// What the first kind that has any costs, and its name.
struct Reference {
  std::vector<double> draws;
  std::string chip;
};

std::optional<Spread> relative_to(Reference& reference, const std::vector<double>& draws, const std::string& chip) {
  if (reference.draws.empty()) reference = {draws, chip};
  return spread_of(ratios(draws, reference.draws));
}

}  // namespace

double ServingCost::output_tokens_per_chip_second() const {
  const auto arrived = static_cast<double>(served->outcome.requests.arrived);
  return served->requests.rate.value() * output_tokens(*served) / arrived / served->chips();
}

double ServingCost::hours() const { return 1e6 / 3600.0 / output_tokens_per_chip_second(); }

Joules ServingCost::joules_of_an_output_token() const {
  return drawn * Seconds(pue / output_tokens_per_chip_second());
}

double ServingCost::output_share() const {
  const TokenCounts& tokens = served->outcome.tokens;
  return output_tokens(*served) / static_cast<double>(tokens.prompt + tokens.output);
}

double ServingCost::millions_of_a_thousand_requests() const {
  return output_tokens(*served) / static_cast<double>(served->outcome.requests.completed) / 1e3;
}

std::optional<double> ServingCost::rent(DollarsPerSecond ChipPrice::*which) const {
  if (!price || (*price).*which <= DollarsPerSecond(0)) return std::nullopt;
  return ((*price).*which).value() * 3600.0 * hours();
}

double ServingCost::grams_of_a_thousand_requests(double grams_per_kwh) const {
  return joules_of_an_output_token().value() * millions_of_a_thousand_requests() * 1e6 / 3.6e6 * grams_per_kwh;
}

ServingCost serving_cost(const ServingJob& job, const PodSpec& pod, const ChipSpec& chip,
                         std::optional<Estimate> capital, double pue) {
  ServingCost kind;
  kind.pod = pod;
  kind.chip = chip;
  kind.pue = pue;
  kind.price = find_chip_price(chip.name);
  kind.capital = capital_of(chip.name, capital);
  kind.error = serving_error(chip.name, slice_rule(pod));
  const DcnSpec dcn;
  kind.provisioned = installed_power(pod, chip, dcn) / pod.shape.chips();
  ServingSearch search = job.search;
  search.machines = {{pod, chip, std::nullopt}};  // without a price the search counts chips
  SearchResult result = search_serving(at_rate(job.demand, 1.0 / job.utilization), search);
  if (result.found.empty()) {
    kind.why_not = why_nothing_holds(search, result).front();
    return kind;
  }
  ServingAnswer& answer = result.found.front().answer;
  kind.planned_attainment = answer.attainment();
  answer.requests = request_summary(job.demand);
  kind.steady = steady_time(job.demand, answer.outcome.end_to_end.p99);
  answer.outcome = serve_counted(job.demand, answer.setup, kind.steady);
  kind.drawn = chip_and_host_power(answer, kind.steady) + network_power(pod, dcn) / pod.shape.chips();
  kind.served = std::move(answer);
  return kind;
}

ServingComparison compare_serving_costs(ServingJob job, std::vector<ServingCost> kinds, const CostTerms& terms) {
  std::vector<DrawnKind> drawn;
  for (const ServingCost& kind : kinds) drawn.push_back(drawn_kind(kind));
  const std::vector<KindDraws> draws = draw_kinds(drawn, terms);
  Reference owned;
  Reference rented;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    ServingCost& kind = kinds[k];
    if (!kind.served) continue;
    const Spread factor = spread_of(draws[k].factors);
    kind.chip_hours = factor.times(kind.hours());
    kind.joules = factor.times(kind.joules_of_an_output_token().value());
    kind.hour = middle_hour(drawn[k], terms);
    if (kind.capital) {
      const std::vector<double> dollars = owned_draws(kind, draws[k]);
      kind.hour_dollars = spread_of(draws[k].hour_dollars);
      kind.owned = spread_of(dollars);
      kind.owned_relative = relative_to(owned, dollars, kind.chip.name);
    }
    if (const auto rent = kind.rent(&ChipPrice::on_demand)) {
      const std::vector<double> dollars = rented_draws(*rent, draws[k]);
      kind.rented = spread_of(dollars);
      kind.rented_relative = relative_to(rented, dollars, kind.chip.name);
    }
  }
  const RequestSummary requests = request_summary(job.demand);
  return {terms, std::move(job), requests, std::move(kinds), std::move(owned.chip), std::move(rented.chip)};
}

}  // namespace gigapod
