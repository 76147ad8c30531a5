#include "analysis/cost/cost_rows.hpp"
#include "analysis/cost/serving_cost.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Align = TextTable::Align;

std::string heading(const ServingComparison& comparison) {
  const ServingSearch& search = comparison.job.search;
  const RequestSummary& r = comparison.requests;
  return fmt::format(
      "{}: {:.3g} requests/s from {}, prompts of {:.0f} tokens, answers of {:.0f} on average\n"
      "  {}, held at {:.3g}/s; the demand is {} of that\n",
      search.base.replica.plan.model.name, r.rate.value(), search.requests_from, r.prompt.mean, r.output.mean,
      targets_text(search.base.targets, search.wanted_share), r.rate.value() / comparison.job.utilization,
      percent(comparison.job.utilization));
}

std::string setups_table(const ServingComparison& comparison) {
  TextTable table;
  table.column("\nfewest chips", Align::kLeft).column("\nchips").column("tokens/s\na chip").column("\nidle");
  table.column("TTFT\np99").column("TPOT\np99").column("J an output token\n(5 to 95%)");
  for (const ServingCost& kind : comparison.kinds) {
    if (!kind.served) continue;
    const ServingAnswer& a = *kind.served;
    const ReplicaSeconds& seconds = a.outcome.seconds;
    table.row({setup_name(a), grouped(std::llround(a.chips())), short_count(kind.output_tokens_per_chip_second()),
               percent(seconds.idle / (seconds.idle + seconds.prefill + seconds.decode)),
               short_text(a.outcome.ttft.p99), short_text(a.outcome.tpot.p99), spread_text(kind.joules)});
  }
  return table.is_empty() ? std::string() : "\nWhat serves it (output tokens; energy at the meter)\n" + table.text();
}

std::string reasons_text(const ServingComparison& comparison) {
  std::string text;
  for (const ServingCost& kind : comparison.kinds) {
    if (kind.served) continue;
    text += "\n  " + wrapped(fmt::format("{} does not serve it: {}", kind.chip.name, kind.why_not), 114, 4);
  }
  return text.empty() ? text : text + "\n";
}

std::string hours_text(const ServingComparison& comparison) {
  std::vector<HourRow> rows;
  for (const ServingCost& kind : comparison.kinds)
    rows.push_back({kind.chip.name, kind.capital, kind.hour, kind.hour_dollars});
  return owned_hour_table(rows);
}

std::string relative_heading(const std::string& reference) {
  return reference.empty() ? "\nagainst" : fmt::format("against {}\n(5 to 95%)", reference);
}

std::string money_table(const ServingComparison& comparison) {
  TextTable table;
  table.column("\nchip", Align::kLeft)
      .column("owned\n(5 to 95%)")
      .column(relative_heading(comparison.owned_reference));
  table.column("on demand\n(5 to 95%)").column(relative_heading(comparison.rented_reference));
  table.column("1\nyear").column("3\nyears");
  const auto cell = [](const std::optional<Spread>& spread, const char* format) {
    return spread ? spread_text(*spread, format) : std::string("-");
  };
  for (const ServingCost& kind : comparison.kinds) {
    if (!kind.served) continue;
    const auto rent = [&](DollarsPerSecond ChipPrice::*which) {
      const auto dollars = kind.rent(which);
      return dollars ? fmt::format("{:.3g}", *dollars) : std::string("-");
    };
    table.row({kind.chip.name, cell(kind.owned, "{:.3g}"), cell(kind.owned_relative, "{:.2f}x"),
               cell(kind.rented, "{:.3g}"), cell(kind.rented_relative, "{:.2f}x"), rent(&ChipPrice::one_year),
               rent(&ChipPrice::three_years)});
  }
  return table.is_empty() ? std::string() : "\nDollars for a million output tokens\n" + table.text();
}

std::string amounts_table(const ServingComparison& comparison) {
  TextTable table;
  table.column("\nchip", Align::kLeft).column("owned, a\nM tokens").column("owned, a\nk requests");
  table.column("on demand, a\nM tokens").column("on demand, a\nk requests").column("J a\ntoken");
  table.column("g CO2 a\nk requests");
  for (const ServingCost& kind : comparison.kinds) {
    if (!kind.served) continue;
    const auto cell = [](const std::optional<Spread>& million, double factor) {
      return million ? fmt::format("{:.3g}", million->middle * factor) : std::string("-");
    };
    const double share = kind.output_share();
    const double requests = kind.millions_of_a_thousand_requests();
    table.row({kind.chip.name, cell(kind.owned, share), cell(kind.owned, requests), cell(kind.rented, share),
               cell(kind.rented, requests), fmt::format("{:.3g}", kind.joules.middle * share),
               fmt::format("{:.3g}", kind.grams_of_a_thousand_requests(comparison.terms.carbon))});
  }
  return table.is_empty() ? std::string()
                          : "\nDollars, energy and CO2 of other amounts (tokens: prompt and output)\n" + table.text();
}

std::string error_text(const ServingCost& kind) {
  const std::string rows = kind.error.rows == 0   ? std::string("no published run, as without a fit")
                           : kind.error.rows == 1 ? std::string("1 published run")
                                                  : fmt::format("{} published runs", kind.error.rows);
  return fmt::format("{} {} ({})", kind.chip.name, percent(kind.error.deviation), rows);
}

std::string errors_text(const ServingComparison& comparison) {
  std::string text = "Standard error of the serving model, in the intervals: ";
  const char* separator = "";
  for (const ServingCost& kind : comparison.kinds) {
    text += separator + error_text(kind);
    separator = ", ";
  }
  return "\n" + wrapped(text, 114, 2) + "\n";
}

}  // namespace

std::string serving_cost_text(const ServingComparison& comparison) {
  std::string text = heading(comparison) + setups_table(comparison) + reasons_text(comparison) +
                     hours_text(comparison) + money_table(comparison) + amounts_table(comparison) +
                     errors_text(comparison);
  for (const ServingCost& kind : comparison.kinds)
    if (kind.served && !kind.capital) text += missing_capital_text(kind.chip.name);
  return text;
}

}  // namespace gigapod
