#include "analysis/cost/job_cost.hpp"
#include "analysis/json_csv.hpp"
#include "sim/base/version.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

void add(Json& row, const std::string& name, const std::optional<Spread>& spread) {
  row[name + "_p5"] = spread ? Json(spread->low) : Json(nullptr);
  row[name + "_p50"] = spread ? Json(spread->middle) : Json(nullptr);
  row[name + "_p95"] = spread ? Json(spread->high) : Json(nullptr);
}

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
  row["capital_least_dollars"] = kind.capital ? Json(kind.capital->least) : Json(nullptr);
  row["capital_most_dollars"] = kind.capital ? Json(kind.capital->most) : Json(nullptr);
  const auto part = [&](const char* name, Dollars OwnedHour::*which) {
    row[name] = kind.hour ? Json(((*kind.hour).*which).value()) : Json(nullptr);
  };
  part("equipment_dollars_per_chip_hour", &OwnedHour::equipment);
  part("facility_dollars_per_chip_hour", &OwnedHour::facility);
  part("upkeep_dollars_per_chip_hour", &OwnedHour::upkeep);
  part("energy_dollars_per_chip_hour", &OwnedHour::energy);
  add(row, "chip_hours", kind.chip_hours);
  add(row, "joules_per_token", kind.joules_per_token);
  add(row, "owned_dollars_per_chip_hour", kind.hour_dollars);
  add(row, "owned_dollars_per_million_tokens", kind.million_dollars);
  add(row, "relative_to_first", kind.relative);
  add_rent(row, "on_demand_dollars_per_million_tokens", kind, &ChipPrice::on_demand);
  add_rent(row, "one_year_dollars_per_million_tokens", kind, &ChipPrice::one_year);
  add_rent(row, "three_years_dollars_per_million_tokens", kind, &ChipPrice::three_years);
  return row;
}

Json range_json(const Estimate& range) { return Json::array({range.least, range.most}); }

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
  all["terms"] = {{"facility_dollars_per_watt", range_json(terms.facility_dollars)},
                  {"upkeep_dollars_per_watt_year", range_json(terms.upkeep_dollars)},
                  {"equipment_years", range_json(terms.equipment_years)},
                  {"facility_years", range_json(terms.facility_years)},
                  {"interest", range_json(terms.interest)},
                  {"electricity_dollars_per_mwh", range_json(terms.electricity)},
                  {"carbon_grams_per_kwh", terms.carbon},
                  {"draws", terms.draws},
                  {"seed", terms.seed}};
  for (const JobCost& kind : comparison.kinds) all["kinds"].push_back(row_of(kind, terms));
  return all.dump(2) + "\n";
}

}  // namespace gigapod
