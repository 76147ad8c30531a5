#include "analysis/run/metric_tables.hpp"

#include "analysis/run/result_groups.hpp"
#include "analysis/run/workload_figures.hpp"
#include "sim/record/metric_definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(MetricTables, HoldEveryDefinitionUnderTheNameOfItsGroup) {
  const MarkedTables tables = metric_tables(metric_groups());
  const MarkedTables of_studies = metric_tables(measure_groups());
  const MarkedTables of_files = metric_tables(result_groups());

  EXPECT_EQ(tables.size(), metric_groups().size());
  EXPECT_THAT(tables.at("figures of work"),
              StartsWith("| figure | unit | formula | made from |\n| --- | --- | --- | --- |\n"));
  EXPECT_THAT(tables.at("figures of work"),
              HasSubstr("| `failures` | failures | failures of components | `failure` |\n"));
  EXPECT_THAT(tables.at("metrics of fleets"), StartsWith("| metric | label | unit | formula | changes with |\n"));
  EXPECT_THAT(tables.at("columns of occupancy"), HasSubstr("| `pod` | text | name of the pod | `start` |\n"));
  EXPECT_THAT(
      of_studies.at("measures of fleets"),
      HasSubstr("| `ttft_p95_seconds` | s | what 50%, 95% or 99% of the times to the first token stay within"));
  EXPECT_THAT(of_files.at("columns of scale/ends.csv"), HasSubstr("| `limit_reason` | text | "));
}

TEST(MetricText, ShowsWhatHasAName) {
  EXPECT_EQ(metric_text(metric_groups(), "energy_idle_joules"),
            "figures of power\n  energy_<bucket>_joules [J]\n      where it went\n"
            "      from: ledger and power tree: every change of a draw\n");
  EXPECT_THAT(metric_text(metric_groups(), "goodput"),
              testing::AllOf(HasSubstr("figures of site\n"), HasSubstr("columns of workloads\n")));
  EXPECT_EQ(metric_text(metric_groups(), "nothing"), "");
}

TEST(MetricText, ShowsWhatHoldsAWordOrBelongsToAFile) {
  constexpr MetricDefinition kOne[] = {{"<axis>", "text", "a", "b"}, {"train_mfu", "share", "c", "d"}};
  constexpr MetricDefinition kOther[] = {{"mfu_low", "share", "e", "f"}, {"mfus", "share", "g", "h"}};
  const MetricGroup groups[] = {{MetricPlace::kColumn, "sweep/one.csv", kOne},
                                {MetricPlace::kColumn, "plan/other.csv", kOther}};
  const std::string train = "  train_mfu [share]\n      c\n      from: d\n";
  const std::string one = "columns of sweep/one.csv\n  <axis> [text]\n      a\n      from: b\n" + train;

  EXPECT_EQ(metric_text(groups, "mfu"), "columns of sweep/one.csv\n" + train +
                                            "columns of plan/other.csv\n  mfu_low [share]\n      e\n      from: f\n");
  EXPECT_EQ(metric_text(groups, "sweep"), one);
  EXPECT_EQ(metric_text(groups, "one.csv"), one);
  EXPECT_EQ(metric_text(groups, "sweep/one.csv"), one);
  EXPECT_EQ(metric_text(groups, "columns of sweep/one.csv"), one);
  EXPECT_EQ(metric_text(groups, "csv"), "");
  EXPECT_EQ(nearest_metric(groups, "one.cvs"), "one.csv");
}

}  // namespace
}  // namespace gigapod
