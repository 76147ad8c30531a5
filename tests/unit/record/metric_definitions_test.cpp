#include "sim/record/metric_definitions.hpp"

#include "sim/record/schema.hpp"
#include "tests/definition_rules.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace gigapod {
namespace {

std::string columns_without_definition(const ResultTable& table) {
  std::istringstream columns(table.columns);
  std::string missing;
  for (std::string column; columns >> column;) {
    if (column.back() == ',') column.pop_back();
    if (find_column(table.name, column) == nullptr) missing += std::string(table.name) + "." + column + "\n";
  }
  return missing;
}

TEST(MetricDefinitions, CoverEveryColumnOfEveryTable) {
  std::string missing;
  for (const ResultTable& table : kResultTables) missing += columns_without_definition(table);

  EXPECT_EQ(missing, "");
}

TEST(MetricDefinitions, SayWhatTheyAreInTheUnitOfTheirName) { EXPECT_EQ(definition_faults(metric_groups()), ""); }

TEST(MetricDefinitions, HaveNoNameTwiceInOnePlace) {
  std::set<std::pair<int, std::string>> names;
  for (const MetricGroup& group : metric_groups()) {
    for (const MetricDefinition& metric : group.definitions) {
      const std::string table = group.place == MetricPlace::kColumn ? std::string(group.name) + "." : "";
      EXPECT_TRUE(names.emplace(static_cast<int>(group.place), table + std::string(metric.name)).second)
          << table << metric.name;
    }
  }
}

TEST(MetricDefinitions, AreFoundByNameOrPlaceholder) {
  ASSERT_NE(find_metric(MetricPlace::kFigure, "energy_idle_joules"), nullptr);
  EXPECT_EQ(find_metric(MetricPlace::kFigure, "energy_idle_joules")->name, "energy_<bucket>_joules");
  EXPECT_EQ(find_metric(MetricPlace::kFigure, "energy_joules")->name, "energy_joules");
  EXPECT_EQ(find_metric(MetricPlace::kFigure, "energy__joules"), nullptr);
  EXPECT_EQ(find_metric(MetricPlace::kFigure, "site_power_watts"), nullptr);
  EXPECT_EQ(find_metric(MetricPlace::kSeries, "fleet_ttft_p50_seconds")->name, "fleet_ttft_<quantile>_seconds");
  EXPECT_EQ(find_metric(MetricPlace::kSeries, "fleet_ttft_target_seconds")->formula, "the target");
}

TEST(MetricDefinitions, StandForNamesByTheClosestPlaceholder) {
  constexpr MetricDefinition list[] = {
      {"<axis>", "", "", ""}, {"<a>.<b>", "", "", ""}, {"<measure>_mean", "", "", ""}};

  EXPECT_EQ(find_definition(list, "goodput_mean")->name, "<measure>_mean");
  EXPECT_EQ(find_definition(list, "chips")->name, "<axis>");
  EXPECT_EQ(find_definition(list, "train.chips")->name, "<a>.<b>");
  EXPECT_EQ(find_definition(list, "train.goodput_mean")->name, "<measure>_mean");
  EXPECT_EQ(find_definition(list, ""), nullptr);
}

TEST(MetricDefinitions, AreFoundByTableAndColumn) {
  ASSERT_NE(find_column("serving", "ttft_p99_seconds"), nullptr);
  EXPECT_EQ(find_column("workloads", "arrived"), nullptr);
  EXPECT_EQ(find_column("nowhere", "name"), nullptr);
}

}  // namespace
}  // namespace gigapod
