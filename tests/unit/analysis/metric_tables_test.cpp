#include "analysis/metric_tables.hpp"

#include "analysis/workload_figures.hpp"
#include "sim/record/metric_definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(MetricTables, HoldEveryDefinitionUnderTheNameOfItsGroup) {
  const MarkedTables tables = metric_tables();

  EXPECT_EQ(tables.size(), metric_groups().size() + measure_groups().size());
  EXPECT_THAT(tables.at("figures of work"),
              StartsWith("| figure | unit | formula | made from |\n| --- | --- | --- | --- |\n"));
  EXPECT_THAT(tables.at("figures of work"),
              HasSubstr("| `failures` | failures | failures of components | `failure` |\n"));
  EXPECT_THAT(tables.at("metrics of fleets"), StartsWith("| metric | label | unit | formula | changes with |\n"));
  EXPECT_THAT(tables.at("columns of occupancy"), HasSubstr("| `pod` | text | name of the pod | `start` |\n"));
  EXPECT_THAT(
      tables.at("measures of fleets"),
      HasSubstr("| `ttft_p95_seconds` | s | what 50%, 95% or 99% of the times to the first token stay within"));
}

TEST(MetricText, ShowsWhatHasAName) {
  EXPECT_EQ(metric_text("energy_idle_joules"),
            "figures of power\n  energy_<bucket>_joules [J]\n      where it went\n"
            "      from: ledger and power tree: every change of a draw\n");
  EXPECT_THAT(metric_text("goodput"),
              testing::AllOf(HasSubstr("figures of site\n"), HasSubstr("columns of workloads\n")));
  EXPECT_EQ(metric_text("nothing"), "");
}

}  // namespace
}  // namespace gigapod
