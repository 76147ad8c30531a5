#include "analysis/cost/cost_rows.hpp"
#include "analysis/cost/job_cost.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

using Align = TextTable::Align;

std::string rent_text(const JobCost& kind, DollarsPerSecond ChipPrice::*which) {
  if (!kind.price || (*kind.price).*which <= DollarsPerSecond(0)) return "-";
  return fmt::format("{:.3g}", kind.rented((*kind.price).*which));
}

/// A power of a thousand in which the largest count is at least one, and its letter.
struct CountUnit {
  double size = 1.0;
  const char* letter = "";
};

CountUnit hours_unit(const CostComparison& comparison) {
  double largest = 0.0;
  for (const JobCost& kind : comparison.kinds) largest = std::max(largest, kind.chip_hours.middle);
  return largest >= 1e6 ? CountUnit{1e6, "M "} : largest >= 1e3 ? CountUnit{1e3, "k "} : CountUnit{};
}

/// Whether the formats of the plans are worth a column.
bool names_formats(const CostComparison& comparison) {
  return std::any_of(comparison.kinds.begin(), comparison.kinds.end(), [](const JobCost& kind) {
    return kind.query.space.precisions.size() > 1 || kind.run.plan.precision != Precision::kBf16;
  });
}

std::string runs_table(const CostComparison& comparison) {
  const CountUnit unit = hours_unit(comparison);
  const bool has_format = names_formats(comparison);
  TextTable table;
  table.column("\nchip", Align::kLeft);
  if (has_format) table.column("\nformat", Align::kLeft);
  table.column("\nchips").column("\ndays").column("\nMFU").column("\nslices", Align::kLeft);
  table.column(fmt::format("{}chip-hours\n(5 to 95%)", unit.letter))
      .column("J a token\n(5 to 95%)")
      .column("\nenergy")
      .column("CO2\nt");
  for (const JobCost& kind : comparison.kinds) {
    const double kwh = kind.run.value.energy.value() / 3.6e6;
    const Spread& hours = kind.chip_hours;
    std::vector<std::string> cells = {kind.query.chip.name,
                                      grouped(kind.run.chips()),
                                      fmt::format("{:.1f}", kind.run.value.time.value() / 86400.0),
                                      percent(kind.run.step.mfu),
                                      allocation_text(kind.run.allocation),
                                      spread_text(hours.times(1.0 / unit.size)),
                                      spread_text(kind.joules_per_token),
                                      energy_text(kind.run.value.energy),
                                      grouped(static_cast<std::int64_t>(kwh * comparison.terms.carbon / 1e6 + 0.5))};
    if (has_format) cells.insert(cells.begin() + 1, std::string(precision_text(kind.run.plan.precision)));
    table.row(cells);
  }
  return "The run with the fewest chip-hours (MFU is of the bf16 peak)\n" + table.text();
}

std::string hour_table(const CostComparison& comparison) {
  std::vector<HourRow> rows;
  for (const JobCost& kind : comparison.kinds)
    rows.push_back({kind.query.chip.name, kind.capital, kind.hour, kind.hour_dollars});
  return owned_hour_table(rows);
}

std::string million_table(const CostComparison& comparison) {
  TextTable table;
  table.column("\nchip", Align::kLeft).column("owned\n(5 to 95%)").column("against the first\n(5 to 95%)");
  table.column("rented\non demand").column("rented\n1 year").column("rented\n3 years");
  for (const JobCost& kind : comparison.kinds) {
    table.row({kind.query.chip.name, kind.million_dollars ? spread_text(*kind.million_dollars) : "-",
               kind.relative ? spread_text(*kind.relative, "{:.2f}x") : "-", rent_text(kind, &ChipPrice::on_demand),
               rent_text(kind, &ChipPrice::one_year), rent_text(kind, &ChipPrice::three_years)});
  }
  return "\nDollars for a million tokens\n" + table.text();
}

}  // namespace

std::string cost_text(const CostComparison& comparison) {
  const PlanQuery& query = comparison.kinds.front().query;
  std::string text = fmt::format("{} on {} tokens within {}\n\n", query.start.model.name, short_count(query.tokens),
                                 duration_text(query.limits.deadline));
  text += runs_table(comparison) + hour_table(comparison) + million_table(comparison);
  for (const JobCost& kind : comparison.kinds)
    if (!kind.capital) text += missing_capital_text(kind.query.chip.name);
  return text;
}

}  // namespace gigapod
