#include "analysis/run/assumptions.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Assumptions, AreThoseOfWhatAScenarioUses) {
  Scenario scenario;
  scenario.site.name = "campus";
  scenario.chips["v7"] = {};
  JobSpec job;
  job.plan.model.name = "dense";
  scenario.jobs.push_back(job);
  Catalog catalog;
  catalog.sources = {{"chips/v7.hbm_bandwidth", "data sheet"},
                     {"chips/v7.idle_power", "assumed: 30% of the peak"},
                     {"chips/v70.idle_power", "assumed: of another chip"},
                     {"models/dense.layers", "assumed: as its predecessor"},
                     {"sites/campus.others", "assumed: example value"}};

  const std::vector<Assumption> expected = {{"chips/v7", "idle_power", "30% of the peak"},
                                            {"models/dense", "layers", "as its predecessor"},
                                            {"sites/campus", "others", "example value"}};
  EXPECT_EQ(assumptions_of(scenario, catalog), expected);
}

TEST(Assumptions, ComeBackFromTheirFile) {
  const std::vector<Assumption> assumptions = {{"chips/v7", "idle_power", "30%, \"between\" v4\nand A100"}};

  EXPECT_EQ(assumptions_in(assumptions_csv(assumptions)), assumptions);
  EXPECT_TRUE(assumptions_in("").empty());
}

}  // namespace
}  // namespace gigapod
