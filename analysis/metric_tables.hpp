#pragma once

#include "analysis/marked_tables.hpp"

#include <string>

namespace gigapod {

/// The definitions of metric_groups() as tables of Markdown, by place and name of their group: "figures of work",
/// "metrics of fleets", "columns of workloads" …
[[nodiscard]] MarkedTables metric_tables();

/// The same for a terminal; with a `name`, those that define it.
[[nodiscard]] std::string metric_text(const std::string& name);

}  // namespace gigapod
