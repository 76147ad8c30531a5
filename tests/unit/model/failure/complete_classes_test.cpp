#include "sim/model/failure/failure_class.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gigapod::testing {
namespace {

std::map<std::string, FailureClass> complete() {
  std::map<std::string, FailureClass> classes;
  for (const FailureClass& failure : complete_failure_classes()) classes[failure.name] = failure;
  return classes;
}

TEST(CompleteClasses, SplitThePublishedMachineWithoutAddingToIt) {
  auto classes = complete();
  double parts = 0.0;
  for (const char* part : {"chip", "hbm", "host"}) {
    parts += failures_per_pod(classes.at(part), pod_v4(), chip_v4()).value();
  }

  // 0.0008 a day of 1,024 machines.
  EXPECT_NEAR(parts * 86400.0, 0.8192, 1e-9);
}

TEST(CompleteClasses, CountHungCollectivesOnce) {
  auto classes = complete();
  const double software = (classes.at("software_crash").rate + classes.at("hung_collective").rate).value();

  EXPECT_NEAR(software * 86400.0 * 16384 * 54, 63.0, 1e-6);
}

TEST(CompleteClasses, HaveNoFault) {
  for (const NamedFailureClasses& list : named_failure_classes()) {
    for (const FailureClass& failure : list.classes()) {
      EXPECT_EQ(failure_class_faults(failure), std::vector<std::string>()) << list.name << " " << failure.name;
    }
  }
}

TEST(CompleteClasses, HitAJobInsideARowByEveryFailureOfTheRow) {
  SiteSpec site;
  site.power.cubes_per_row = 16;
  FailureClass row;
  row.scope = FailureScope::kRow;
  row.rate = Hertz(1e-6);

  // A v4 pod has 64 cubes in four rows.
  EXPECT_NEAR(interruption_rate({row}, pod_v4(), chip_v4(), 64, site).value(), 1e-6, 1e-18);
  EXPECT_NEAR(interruption_rate({row}, pod_v4(), chip_v4(), 4096, site).value(), 4e-6, 1e-18);
}

TEST(CompleteClasses, LeaveCablesOutForJobsThatRouteAround) {
  FailureClass cable;
  cable.scope = FailureScope::kLink;
  cable.rate = Hertz(1e-6);

  EXPECT_GT(interruption_rate({cable}, pod_v4(), chip_v4(), 4096).value(), 0.0);
  EXPECT_EQ(interruption_rate({cable}, pod_v4(), chip_v4(), 4096, {}, true).value(), 0.0);
  EXPECT_GT(interruption_rate({cable}, pod_v5e(), chip_v5e(), 256, {}, true).value(), 0.0);
}

}  // namespace
}  // namespace gigapod::testing
