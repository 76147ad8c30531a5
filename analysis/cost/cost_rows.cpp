#include "analysis/cost/cost_rows.hpp"

#include "analysis/text_table.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

Json range_json(const Estimate& range) { return Json::array({range.least, range.most}); }

}  // namespace

Json terms_json(const CostTerms& terms) {
  return {{"facility_dollars_per_watt", range_json(terms.facility_dollars)},
          {"upkeep_dollars_per_watt_year", range_json(terms.upkeep_dollars)},
          {"equipment_years", range_json(terms.equipment_years)},
          {"facility_years", range_json(terms.facility_years)},
          {"interest", range_json(terms.interest)},
          {"electricity_dollars_per_mwh", range_json(terms.electricity)},
          {"carbon_grams_per_kwh", terms.carbon},
          {"draws", terms.draws},
          {"seed", terms.seed}};
}

void add_spread(Json& row, const std::string& name, const std::optional<Spread>& spread) {
  row[name + "_p5"] = spread ? Json(spread->low) : Json(nullptr);
  row[name + "_p50"] = spread ? Json(spread->middle) : Json(nullptr);
  row[name + "_p95"] = spread ? Json(spread->high) : Json(nullptr);
}

void add_owned(Json& row, const std::optional<Estimate>& capital, const std::optional<OwnedHour>& hour) {
  row["capital_least_dollars"] = capital ? Json(capital->least) : Json(nullptr);
  row["capital_most_dollars"] = capital ? Json(capital->most) : Json(nullptr);
  const auto part = [&](const char* name, Dollars OwnedHour::*which) {
    row[name] = hour ? Json(((*hour).*which).value()) : Json(nullptr);
  };
  part("equipment_dollars_per_chip_hour", &OwnedHour::equipment);
  part("facility_dollars_per_chip_hour", &OwnedHour::facility);
  part("upkeep_dollars_per_chip_hour", &OwnedHour::upkeep);
  part("energy_dollars_per_chip_hour", &OwnedHour::energy);
}

std::string spread_text(const Spread& spread, const char* format) {
  const auto text = [&](double number) { return fmt::format(fmt::runtime(format), number); };
  return fmt::format("{} ({} to {})", text(spread.middle), text(spread.low), text(spread.high));
}

std::string owned_hour_table(const std::vector<HourRow>& rows) {
  TextTable table;
  table.column("\nchip", TextTable::Align::kLeft).column("capital\nk$").column("equip-\nment").column("faci-\nlity");
  table.column("\nupkeep").column("\nenergy").column("all, $ a chip-hour\n(5 to 95%)");
  for (const HourRow& row : rows) {
    if (!row.hour) continue;
    const auto cell = [](Dollars dollars) { return fmt::format("{:.2f}", dollars.value()); };
    table.row({row.chip, fmt::format("{:.0f} to {:.0f}", row.capital->least / 1e3, row.capital->most / 1e3),
               cell(row.hour->equipment), cell(row.hour->facility), cell(row.hour->upkeep), cell(row.hour->energy),
               spread_text(*row.dollars, "{:.2f}")});
  }
  return table.is_empty() ? std::string() : "\nAn owned chip, dollars an hour\n" + table.text();
}

std::string missing_capital_text(const std::string& chip) {
  return fmt::format("\nNo capital of {0} is known: give one with --capital {0}=20k..30k\n", chip);
}

}  // namespace gigapod
