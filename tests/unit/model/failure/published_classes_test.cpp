#include "sim/model/failure/failure_class.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

double failures_per_day(const std::string& name) {
  for (const FailureClass& failure : published_failure_classes()) {
    if (failure.name == name) return failures_per_pod(failure, pod_v4(), chip_v4()).value() * 86400.0;
  }
  return std::nan("");
}

TEST(PublishedClasses, MatchTheTpuV4Fleet) {
  // Zu et al., NSDI 2024: 0.08% of machines, 0.005% of ICI cables and 0.04% of OCS a day.
  EXPECT_NEAR(failures_per_day("machine"), 0.82, 0.005);
  EXPECT_NEAR(failures_per_day("ocs"), 0.019, 0.0005);
  EXPECT_NEAR(failures_per_day("ici_cable"), 11264 * 0.00005, 1e-9);
}

TEST(PublishedClasses, FailAMachineOfAMillionChipsEveryFewMinutes) {
  const double per_day = 0.0008 * 250000;
  const double pods = 1e6 / 4096;

  EXPECT_NEAR(failures_per_day("machine") * pods, per_day, 1e-6);
  EXPECT_NEAR(24 * 60 / per_day, 7.2, 0.01);
}

TEST(PublishedClasses, ReproduceTheInterruptionsOfLlama3) {
  // 419 unexpected interruptions of 16,384 GPUs in 54 days (arXiv:2407.21783, Table 5).
  const Hertz rate = interruption_rate(llama3_failure_classes(), pod_llama3(), chip_h100(), 16384);

  EXPECT_NEAR(rate.value() * 54 * 86400, 419.0, 1e-6);
  EXPECT_EQ(llama3_failure_classes().size(), 18U);
}

TEST(PublishedClasses, ReproduceTheCausesOfLlama3) {
  double gpu = 0.0;
  for (const FailureClass& failure : llama3_failure_classes()) {
    if (failure.scope == FailureScope::kChip) {
      gpu += failures_per_pod(failure, pod_llama3(), chip_h100()).value() * 54 * 86400;
    }
  }
  EXPECT_NEAR(gpu, 268.0, 1e-6);  // 64% by counts
}

TEST(PublishedClasses, ReproduceMetasMeanTimeToFailure) {
  // Kokolis et al., arXiv:2410.21680: 1.8 h projected for 16,384 GPUs and 0.23 h for 131,072.
  const auto hours = [](int gpus) {
    return 1.0 / interruption_rate(rsc1_failure_classes(), pod_llama3(), chip_h100(), gpus).value() / 3600;
  };
  EXPECT_NEAR(hours(16384), 1.8, 0.01);
  EXPECT_NEAR(hours(131072), 0.23, 0.01);
}

TEST(PublishedClasses, KeepAvailabilityOfMachinesNearThePublishedOne) {
  // 99.98% (Zu et al., NSDI 2024): rate x repair must not take more than that share of machines out.
  const FailureClass machine = published_failure_classes().front();

  EXPECT_EQ(machine.name, "machine");
  EXPECT_LE((machine.rate * machine.repair), 2e-4);
}

}  // namespace
}  // namespace gigapod::testing
