#include "analysis/run/assumptions.hpp"

#include "analysis/csv_table.hpp"

#include <fmt/format.h>

#include <set>

namespace gigapod {
namespace {

constexpr std::string_view kMark = "assumed: ";

std::set<std::string> parts_of(const Scenario& scenario) {
  std::set<std::string> parts = {"sites/" + scenario.site.name};
  for (const auto& [name, chip] : scenario.chips) parts.insert("chips/" + name);
  for (const auto& [name, pod] : scenario.pods) parts.insert("pods/" + name);
  for (const JobSpec& job : scenario.jobs) parts.insert("models/" + job.plan.model.name);
  for (const FleetSpec& fleet : scenario.fleets) parts.insert("models/" + fleet.plan.model.name);
  return parts;
}

}  // namespace

std::vector<Assumption> assumptions_of(const Scenario& scenario, const Catalog& catalog) {
  std::vector<Assumption> assumptions;
  for (const std::string& part : parts_of(scenario)) {
    const std::string prefix = part + ".";
    for (auto source = catalog.sources.lower_bound(prefix);
         source != catalog.sources.end() && source->first.starts_with(prefix); ++source) {
      if (!source->second.starts_with(kMark)) continue;
      assumptions.push_back({part, source->first.substr(prefix.size()), source->second.substr(kMark.size())});
    }
  }
  return assumptions;
}

std::string assumptions_csv(const std::vector<Assumption>& assumptions) {
  std::string text = "part,key,assumption\n";
  for (const Assumption& assumption : assumptions) {
    text +=
        fmt::format("{},{},{}\n", csv_field(assumption.part), csv_field(assumption.key), csv_field(assumption.text));
  }
  return text;
}

std::vector<Assumption> assumptions_in(const std::string& csv) {
  Diagnostics ignored;
  const CsvTable table = read_csv("assumptions.csv", csv, ignored);
  std::vector<Assumption> assumptions;
  for (const std::vector<CsvCell>& row : table.rows) {
    if (row.size() == 3) assumptions.push_back({row[0].text, row[1].text, row[2].text});
  }
  return assumptions;
}

}  // namespace gigapod
