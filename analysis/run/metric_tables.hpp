#pragma once

#include "analysis/marked_tables.hpp"
#include "sim/record/metric_definitions.hpp"

#include <optional>
#include <span>
#include <string>

namespace gigapod {

/// The definitions as tables of Markdown, by place and name of their group: "figures of work",
/// "metrics of fleets", "columns of workloads", "columns of plan/plan.csv" …
[[nodiscard]] MarkedTables metric_tables(std::span<const MetricGroup> groups);

/// The same for a terminal; with a `name`, those that it names, whose own name holds its words (`mfu`), or that
/// belong to the command, file or table of that name (`plan`, `plan.csv`, `workloads`).
[[nodiscard]] std::string metric_text(std::span<const MetricGroup> groups, const std::string& name);

/// What there is with a name close to one that there isn't.
[[nodiscard]] std::optional<std::string> nearest_metric(std::span<const MetricGroup> groups, const std::string& name);

}  // namespace gigapod
