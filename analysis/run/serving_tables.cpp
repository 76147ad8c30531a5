#include "analysis/run/serving_tables.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "sim/record/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace gigapod {
namespace {

constexpr std::size_t kNameWidth = 18;
constexpr double kMillion = 1e6;
using Align = TextTable::Align;

double tokens(const ServingRecord& serving) { return serving.prompt_tokens + serving.output_tokens; }

/// `1.2%`, `0` for none and `<0.1%` for few.
std::string share_text(double part, double all) {
  if (part <= 0.0 || all <= 0.0) return "0";
  return part < 0.001 * all ? "<0.1%" : percent(part / all);
}

/// `52 / 131 / 240 ms`.
std::string quantile_text(const std::array<Seconds, 3>& times) {
  const bool is_short = times.back() < Seconds(1.0);
  const double scale = is_short ? 1e3 : 1.0;
  const char* unit = is_short ? "ms" : "s";
  return fmt::format("{:.3g} / {:.3g} / {:.3g} {}", times[0].value() * scale, times[1].value() * scale,
                     times[2].value() * scale, unit);
}

/// Columns of a result table.
std::string header_of(std::string_view table) {
  const auto found = std::find_if(kResultTables.begin(), kResultTables.end(),
                                  [&](const ResultTable& known) { return known.name == table; });
  std::string header = found->columns;
  std::erase(header, ' ');
  return header + "\n";
}

}  // namespace

double dollars_per_million_tokens(const ServingRecord& serving) {
  return tokens(serving) > 0.0 ? serving.chip_cost.value() / tokens(serving) * kMillion : 0.0;
}

Joules joules_per_million_tokens(const ServingRecord& serving) {
  return tokens(serving) > 0.0 ? serving.energy / tokens(serving) * kMillion : Joules(0.0);
}

double tokens_per_second_per_chip(const ServingRecord& serving) {
  return serving.chip_seconds > 0.0 ? tokens(serving) / serving.chip_seconds : 0.0;
}

std::vector<ServiceClassRow> service_class_rows(const RunData& run) {
  std::vector<ServiceClassRow> rows;
  for (const ServiceTenantRecord& tenant : run.service_tenants) {
    auto row = std::find_if(rows.begin(), rows.end(), [&](const ServiceClassRow& known) {
      return known.fleet == tenant.fleet && known.service_class == tenant.service_class;
    });
    if (row == rows.end()) {
      rows.push_back({tenant.fleet, tenant.service_class, tenant.agreement});
      row = rows.end() - 1;
    }
    ++row->tenants;
    row->arrived += tenant.arrived;
    row->served += tenant.served;
    row->rate_limited += tenant.rate_limited;
    row->rejected += tenant.rejected;
    row->queued += tenant.queued;
    row->reserved += tenant.reserved;
    row->reserved_used += tenant.reserved_used;
  }
  return rows;
}

std::vector<ServiceTenantRecord> largest_tenants(const RunData& run, std::size_t most) {
  std::vector<ServiceTenantRecord> tenants = run.service_tenants;
  std::stable_sort(tenants.begin(), tenants.end(),
                   [](const ServiceTenantRecord& a, const ServiceTenantRecord& b) { return a.arrived > b.arrived; });
  tenants.resize(std::min(tenants.size(), most));
  return tenants;
}

std::string serving_table(const RunData& run) {
  if (run.serving.empty()) return {};
  TextTable table;
  table.column("\nname", Align::kLeft).column("\nrequests").column("rate\nlimited").column("\nrejected");
  table.column("within\ntargets").column("TTFT\np50 / p95 / p99").column("TPOT\np50 / p95 / p99");
  table.column("tokens/s\na chip").column("$ of chips\na Mtoken").column("energy\na Mtoken");
  for (const ServingRecord& fleet : run.serving) {
    table.row(
        {clipped(fleet.fleet, kNameWidth), short_count(fleet.arrived), share_text(fleet.rate_limited, fleet.arrived),
         share_text(fleet.rejected, fleet.arrived), percent(fleet.attainment), quantile_text(fleet.ttft),
         quantile_text(fleet.tpot), short_count(tokens_per_second_per_chip(fleet)),
         fmt::format("{:.3g}", dollars_per_million_tokens(fleet)), energy_text(joules_per_million_tokens(fleet))});
  }
  return "Requests\n" + table.text();
}

std::string service_class_table(const RunData& run) {
  const std::vector<ServiceClassRow> rows = service_class_rows(run);
  if (rows.empty()) return {};
  TextTable table;
  table.column("\nfleet", Align::kLeft).column("\nclass", Align::kLeft).column("\nagreement", Align::kLeft);
  table.column("\ntenants").column("\nrequests").column("\nserved").column("rate\nlimited").column("\nrejected");
  table.column("of reserved\nused");
  for (const ServiceClassRow& row : rows) {
    table.row({clipped(row.fleet, kNameWidth), clipped(row.service_class, kNameWidth), row.agreement,
               grouped(row.tenants), short_count(row.arrived),
               percent(row.arrived > 0.0 ? row.served / row.arrived : 0.0), share_text(row.rate_limited, row.arrived),
               share_text(row.rejected, row.arrived),
               row.reserved > 0.0 ? percent(row.reserved_used / row.reserved) : "-"});
  }
  return "Tenants of the services\n" + table.text();
}

std::string serving_csv(const RunData& run) {
  std::string text = header_of("serving");
  for (const ServingRecord& fleet : run.serving) {
    text += csv_field(fleet.fleet);
    for (const double amount :
         {fleet.arrived, fleet.served, fleet.rate_limited, fleet.rejected, fleet.queued, fleet.attainment}) {
      text += fmt::format(",{}", amount);
    }
    for (const auto* times : {&fleet.ttft, &fleet.tpot, &fleet.end_to_end}) {
      for (const Seconds time : *times) text += fmt::format(",{}", time.value());
    }
    for (const double amount :
         {fleet.prompt_tokens, fleet.output_tokens, fleet.restarted, fleet.reserved, fleet.reserved_used,
          fleet.chip_seconds, fleet.loading_chip_seconds, fleet.standby_chip_seconds, fleet.energy.value(),
          fleet.energy_cost.value(), fleet.chip_cost.value()}) {
      text += fmt::format(",{}", amount);
    }
    text += "\n";
  }
  return text;
}

std::string service_tenants_csv(const RunData& run) {
  std::string text = header_of("service_tenants");
  for (const ServiceTenantRecord& tenant : run.service_tenants) {
    text += csv_field(tenant.fleet);
    for (const std::string* name : {&tenant.tenant, &tenant.service_class, &tenant.agreement, &tenant.sector,
                                    &tenant.country, &tenant.region}) {
      text += "," + csv_field(*name);
    }
    for (const double amount : {tenant.arrived, tenant.served, tenant.rate_limited, tenant.rejected, tenant.queued,
                                tenant.reserved, tenant.reserved_used}) {
      text += fmt::format(",{}", amount);
    }
    text += "\n";
  }
  return text;
}

std::string reclaimed_text(const RunData& run) {
  const double reclaimed = run.figure("reclaimed_chip_seconds") / 3600.0;
  const double takes = run.figure("serving_takes");
  if (reclaimed < 1.0 && takes < 1.0) return {};
  std::string text =
      fmt::format("jobs held {} chip-hours that a fixed split would have kept for serving", short_count(reclaimed));
  if (takes > 0.0) {
    text += fmt::format("; {} times fleets took {} chips back, which cost jobs {} chip-hours", short_count(takes),
                        short_count(run.figure("serving_taken_chips") / takes),
                        short_count(run.figure("serving_resize_chip_seconds") / 3600.0));
  }
  return text;
}

}  // namespace gigapod
