#include "analysis/cost/cost_rows.hpp"
#include "analysis/cost/job_cost.hpp"
#include "analysis/json_csv.hpp"
#include "sim/base/version.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

void add_rent(Json& row, const char* name, const JobCost& kind, DollarsPerSecond ChipPrice::*which) {
  const bool is_known = kind.price && (*kind.price).*which > DollarsPerSecond(0);
  row[name] = is_known ? Json(kind.rented((*kind.price).*which)) : Json(nullptr);
}

Json row_of(const JobCost& kind, const CostTerms& terms) {
  Json row;
  row["chip"] = kind.query.chip.name;
  row["pod"] = kind.query.pod.name;
  row["precision"] = precision_text(kind.run.plan.precision);
  row["chips"] = kind.run.chips();
  row["time_seconds"] = kind.run.value.time.value();
  row["mfu_fraction"] = kind.run.step.mfu;
  row["goodput_fraction"] = kind.run.goodput.goodput;
  row["energy_joules"] = kind.run.value.energy.value();
  row["carbon_kg"] = kind.run.value.energy.value() / 3.6e6 * terms.carbon / 1e3;
  add_owned(row, kind.capital, kind.hour);
  add_spread(row, "chip_hours", kind.chip_hours);
  add_spread(row, "joules_per_token", kind.joules_per_token);
  add_spread(row, "owned_dollars_per_chip_hour", kind.hour_dollars);
  add_spread(row, "owned_dollars_per_million_tokens", kind.million_dollars);
  add_spread(row, "relative_to_first", kind.relative);
  add_rent(row, "on_demand_dollars_per_million_tokens", kind, &ChipPrice::on_demand);
  add_rent(row, "one_year_dollars_per_million_tokens", kind, &ChipPrice::one_year);
  add_rent(row, "three_years_dollars_per_million_tokens", kind, &ChipPrice::three_years);
  return row;
}

}  // namespace

std::string cost_csv(const CostComparison& comparison) {
  std::vector<Json> rows;
  for (const JobCost& kind : comparison.kinds) rows.push_back(row_of(kind, comparison.terms));
  return csv_rows(rows);
}

std::string cost_json(const CostComparison& comparison) {
  const PlanQuery& query = comparison.kinds.front().query;
  const CostTerms& terms = comparison.terms;
  Json all;
  all["version"] = version();
  all["model"] = query.start.model.name;
  all["tokens"] = query.tokens;
  all["deadline_seconds"] = query.limits.deadline.value();
  all["precisions"] = Json::array();
  for (const Precision precision : query.space.precisions) all["precisions"].push_back(precision_text(precision));
  all["terms"] = terms_json(terms);
  for (const JobCost& kind : comparison.kinds) all["kinds"].push_back(row_of(kind, terms));
  return all.dump(2) + "\n";
}

}  // namespace gigapod
