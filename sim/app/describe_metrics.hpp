#pragma once

#include <string>
#include <vector>

namespace gigapod::app {

/// Prints what the numbers of results are: all of them, or those that `name` asks for (metric_text).
void describe_metrics(const std::string& name);

/// Writes the tables of metrics in these Markdown files anew, and says so.
void update_metric_tables(const std::vector<std::string>& documents);

}  // namespace gigapod::app
