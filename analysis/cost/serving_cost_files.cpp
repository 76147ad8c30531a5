#include "analysis/cost/cost_rows.hpp"
#include "analysis/cost/serving_cost.hpp"
#include "analysis/json_csv.hpp"
#include "analysis/serving/serving_json.hpp"
#include "sim/base/version.hpp"

#include <cmath>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json number(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// How it serves; null where nothing holds the targets.
void add_setup(Json& row, const ServingCost& kind, const CostTerms& terms) {
  const std::optional<ServingAnswer>& a = kind.served;
  const auto add = [&](const char* name, auto value) { row[name] = a ? Json(value(*a)) : Json(nullptr); };
  add("setup", [](const ServingAnswer& x) { return setup_name(x); });
  add("replicas", [](const ServingAnswer& x) { return x.setup.replicas; });
  add("prefill_replicas", [](const ServingAnswer& x) { return x.setup.prefill ? x.setup.prefill->replicas : 0; });
  add("slice", [](const ServingAnswer& x) { return to_text(x.shape); });
  add("layout", [](const ServingAnswer& x) { return layout_name(x.setup.replica.plan.layout); });
  add("chips", [](const ServingAnswer& x) { return std::llround(x.chips()); });
  add("output_tokens_per_second_per_chip",
      [&](const ServingAnswer&) { return kind.output_tokens_per_chip_second(); });
  add("ttft_p99_seconds", [](const ServingAnswer& x) { return x.outcome.ttft.p99.value(); });
  add("tpot_p99_seconds", [](const ServingAnswer& x) { return x.outcome.tpot.p99.value(); });
  add("slo_attained_fraction", [](const ServingAnswer& x) { return x.attainment(); });
  add("planned_slo_attained_fraction", [&](const ServingAnswer&) { return kind.planned_attainment; });
  add("chip_power_watts", [&](const ServingAnswer&) { return kind.drawn.value(); });
  add("carbon_grams_per_thousand_requests",
      [&](const ServingAnswer&) { return kind.grams_of_a_thousand_requests(terms.carbon); });
}

/// Of what a million output tokens cost, the same for other amounts of work.
void add_amounts(Json& row, const ServingCost& kind, const std::string& prefix,
                 const std::optional<Spread>& million) {
  const auto scaled = [&](double factor) { return million ? std::optional(million->times(factor)) : std::nullopt; };
  add_spread(row, prefix + "_dollars_per_million_output_tokens", million);
  add_spread(row, prefix + "_dollars_per_million_tokens", scaled(million ? kind.output_share() : 0.0));
  add_spread(row, prefix + "_dollars_per_thousand_requests",
             scaled(million ? kind.millions_of_a_thousand_requests() : 0.0));
}

Json row_of(const ServingCost& kind, const CostTerms& terms) {
  Json row;
  row["chip"] = kind.chip.name;
  row["pod"] = kind.pod.name;
  row["why_not"] = kind.served ? Json(nullptr) : Json(kind.why_not);
  add_setup(row, kind, terms);
  row["model_error_fraction"] = kind.error.deviation;
  row["model_error_rows"] = kind.error.rows;
  add_owned(row, kind.capital, kind.hour);
  const auto served = [&](const Spread& spread) { return kind.served ? std::optional(spread) : std::nullopt; };
  add_spread(row, "chip_hours_per_million_output_tokens", served(kind.chip_hours));
  add_spread(row, "joules_per_output_token", served(kind.joules));
  add_spread(row, "joules_per_token", served(kind.joules.times(kind.served ? kind.output_share() : 0.0)));
  add_spread(row, "owned_dollars_per_chip_hour", kind.hour_dollars);
  add_amounts(row, kind, "owned", kind.owned);
  add_spread(row, "owned_relative_to_reference", kind.owned_relative);
  add_amounts(row, kind, "on_demand", kind.rented);
  add_spread(row, "on_demand_relative_to_reference", kind.rented_relative);
  const auto rent = [&](DollarsPerSecond ChipPrice::*which) {
    return kind.served ? number(kind.rent(which)) : Json(nullptr);
  };
  row["one_year_dollars_per_million_output_tokens"] = rent(&ChipPrice::one_year);
  row["three_years_dollars_per_million_output_tokens"] = rent(&ChipPrice::three_years);
  return row;
}

}  // namespace

std::string serving_cost_csv(const ServingComparison& comparison) {
  std::vector<Json> rows;
  for (const ServingCost& kind : comparison.kinds) rows.push_back(row_of(kind, comparison.terms));
  return csv_rows(rows);
}

std::string serving_cost_json(const ServingComparison& comparison) {
  const ServingSearch& search = comparison.job.search;
  const RequestSummary& requests = comparison.requests;
  const auto reference = [](const std::string& chip) { return chip.empty() ? Json(nullptr) : Json(chip); };
  Json all;
  all["version"] = version();
  all["model"] = search.base.replica.plan.model.name;
  all["requests_from"] = search.requests_from;
  all["requests"] = requests.requests;
  all["requests_per_second"] = requests.rate.value();
  all["mean_prompt_tokens"] = requests.prompt.mean;
  all["mean_output_tokens"] = requests.output.mean;
  all["targets"] = targets_json(search.base.targets, search.wanted_share);
  all["target_utilization"] = comparison.job.utilization;
  all["owned_reference"] = reference(comparison.owned_reference);
  all["on_demand_reference"] = reference(comparison.rented_reference);
  all["terms"] = terms_json(comparison.terms);
  for (const ServingCost& kind : comparison.kinds) all["kinds"].push_back(row_of(kind, comparison.terms));
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
