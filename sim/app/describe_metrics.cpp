#include "sim/app/describe_metrics.hpp"

#include "analysis/run/metric_tables.hpp"
#include "analysis/run/result_groups.hpp"
#include "analysis/run/workload_figures.hpp"
#include "sim/app/answer_keys.hpp"
#include "sim/app/update_documents.hpp"

#include <fmt/format.h>

#include <span>

namespace gigapod::app {
namespace {

/// Of run directories, of studies and of the files of every command.
const std::vector<MetricGroup>& all_groups() {
  static const std::vector<MetricGroup> groups = [] {
    std::vector<MetricGroup> all;
    const std::vector<MetricGroup> measures = measure_groups();
    for (const std::span<const MetricGroup> some :
         {metric_groups(), std::span<const MetricGroup>(measures), result_groups(), comparison_groups(),
          chart_file_groups(), answer_key_groups()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return groups;
}

}  // namespace

void describe_metrics(const std::string& name) {
  const std::string text = metric_text(all_groups(), name);
  if (text.empty()) {
    const auto nearest = nearest_metric(all_groups(), name);
    throw InvalidInput(fmt::format("error: no metric, figure, column, file or command with results is named '{}'{}\n",
                                   name, nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string()));
  }
  fmt::print("{}", text);
}

void update_metric_tables(const std::vector<std::string>& documents) {
  update_documents(documents, [](const std::string& file, const std::string& text, Diagnostics& findings) {
    return with_marked_tables({file, text}, "metrics", metric_tables(all_groups()), findings);
  });
}

}  // namespace gigapod::app
