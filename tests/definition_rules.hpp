#pragma once

#include "sim/record/metric_definitions.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace gigapod {

/// The unit that the end of a name tells; nothing where it tells none.
inline std::string_view unit_of_name(std::string_view name) {
  static const std::map<std::string_view, std::string_view> units = {{"_joules", "J"},
                                                                     {"_watts", "W"},
                                                                     {"_watts_per_second", "W/s"},
                                                                     {"_dollars", "$"},
                                                                     {"_kg", "kg"},
                                                                     {"_bytes", "B"},
                                                                     {"_fraction", "share"},
                                                                     {"chip_seconds", "chip-seconds"},
                                                                     {"_ns", "ns"},
                                                                     {"_chips", "chips"},
                                                                     {"_tokens", "tokens"},
                                                                     {"_sequences", "sequences"},
                                                                     {"_hertz", "Hz"},
                                                                     {"_chip_hour", "$/chip-hour"},
                                                                     {"_requests_per_second", "requests/s"},
                                                                     {"_tokens_per_second", "tokens/s"}};
  std::string_view longest;
  for (const auto& [end, unit] : units) {
    if (name.ends_with(end) && end.size() > longest.size()) longest = end;
  }
  const bool is_ratio =
      name.find("_per_") != std::string_view::npos && longest.find("_per_") == std::string_view::npos;
  if (is_ratio && longest != "_chip_hour") return {};
  if (!longest.empty()) return units.at(longest);
  return name.ends_with("_seconds") ? "s" : std::string_view();
}

/// Definitions that lack something, name a unit other than their name's, break the table of Markdown that they stand
/// in, or have the name of another of their group.
inline std::string definition_faults(std::span<const MetricGroup> groups) {
  std::string faults;
  for (const MetricGroup& group : groups) {
    std::set<std::string_view> names;
    for (const MetricDefinition& metric : group.definitions) {
      const auto fault = [&](std::string_view what) {
        faults += fmt::format("{}: {}: {}\n", group.name, metric.name, what);
      };
      if (metric.unit.empty() || metric.formula.empty() || metric.source.empty()) fault("says nothing");
      if (metric.formula.find('|') != std::string_view::npos) fault("'|' ends a cell of the table");
      const std::string_view unit = unit_of_name(metric.name);
      if (!unit.empty() && metric.unit != unit) fault(fmt::format("is in {}, named as {}", metric.unit, unit));
      if (!names.insert(metric.name).second) fault("is defined twice");
    }
  }
  return faults;
}

}  // namespace gigapod
