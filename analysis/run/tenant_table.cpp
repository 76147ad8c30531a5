#include "analysis/run/tenant_table.hpp"

#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace gigapod {
namespace {

struct Group {
  TenantRow row;
  std::vector<double> waits;
};

/// The smallest wait that at least 95% of them do not exceed.
double percentile_95(std::vector<double> waits) {
  std::sort(waits.begin(), waits.end());
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(waits.size())));
  return waits[rank - 1];
}

}  // namespace

std::vector<TenantRow> tenant_rows(const RunData& run) {
  std::map<std::pair<std::string, std::string>, Group> groups;
  const double total = run.figure("chip_seconds_total");
  for (const WorkloadRecord& work : run.workloads) {
    if (work.kind == "serving" || work.submit >= run.horizon()) continue;
    Group& group = groups[{work.tenant, work.kind}];
    ++group.row.jobs;
    group.row.finished += work.state == "finished" ? 1 : 0;
    group.row.waiting += work.start ? 0 : 1;
    group.row.utilization += total > 0.0 ? work.chip_seconds / total : 0.0;
    group.row.energy_cost += work.energy_cost;
    group.row.carbon_kg += work.carbon_kg;
    if (work.start) group.waits.push_back((*work.start - work.submit).value());
  }
  std::vector<TenantRow> rows;
  for (auto& [key, group] : groups) {
    std::tie(group.row.tenant, group.row.kind) = key;
    if (!group.waits.empty()) {
      const double sum = std::accumulate(group.waits.begin(), group.waits.end(), 0.0);
      group.row.mean_wait = Seconds(sum / static_cast<double>(group.waits.size()));
      group.row.p95_wait = Seconds(percentile_95(group.waits));
    }
    rows.push_back(group.row);
  }
  return rows;
}

std::string tenant_table(const RunData& run) {
  const std::vector<TenantRow> rows = tenant_rows(run);
  if (rows.size() < 2) return {};
  TextTable table;
  table.column("tenant", TextTable::Align::kLeft).column("kind", TextTable::Align::kLeft);
  table.column("jobs").column("finished").column("never\nstarted").column("first wait\nmean").column("\n95%");
  table.column("share of\nthe site").column("energy");
  const bool has_carbon = run.figures.contains("carbon_kg");
  if (has_carbon) table.column("t CO2e");
  for (const TenantRow& row : rows) {
    const bool has_started = row.jobs > row.waiting;
    std::vector<std::string> cells = {row.tenant,
                                      row.kind,
                                      grouped(row.jobs),
                                      grouped(row.finished),
                                      grouped(row.waiting),
                                      has_started ? duration_text(row.mean_wait) : "-",
                                      has_started ? duration_text(row.p95_wait) : "-",
                                      percent(row.utilization),
                                      money_text(row.energy_cost.value())};
    if (has_carbon) cells.push_back(short_count(row.carbon_kg / 1e3));
    table.row(cells);
  }
  return "Tenants\n" + table.text();
}

}  // namespace gigapod
