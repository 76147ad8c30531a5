#include "sim/model/failure/failure_class.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(FailureClass, CountsTheComponentsOfAV4Pod) {
  const PodSpec pod = pod_v4();
  const ChipSpec chip = chip_v4();

  EXPECT_EQ(components_per_pod(FailureScope::kHost, pod, chip), 1024.0);
  EXPECT_EQ(components_per_pod(FailureScope::kChip, pod, chip), 4096.0);
  EXPECT_EQ(components_per_pod(FailureScope::kJob, pod, chip), 4096.0);
  EXPECT_EQ(components_per_pod(FailureScope::kOcs, pod, chip), 48.0);
}

TEST(FailureClass, CountsCablesOfACubeWithoutTraysAndWithFibres) {
  // A 4x4x4 cube: 144 mesh links, 4 of them inside each of 16 trays of 2x2; 96 fibres to the OCS.
  const CableCount cables = cables_per_pod(pod_v4(), chip_v4());

  EXPECT_DOUBLE_EQ(cables.electrical, 64.0 * 80.0);
  EXPECT_DOUBLE_EQ(cables.optical, 64.0 * 96.0);
}

TEST(FailureClass, CountsCablesOfAFixedTorus) {
  // 16x16 torus: 512 links, 10 inside each of 32 trays of 4x2.
  const CableCount cables = cables_per_pod(pod_v5e(), chip_v5e());

  EXPECT_DOUBLE_EQ(cables.electrical, 512.0 - 320.0);
  EXPECT_DOUBLE_EQ(cables.optical, 0.0);
}

TEST(FailureClass, GivesAGpuOneRailCable) {
  EXPECT_EQ(components_per_pod(FailureScope::kLink, pod_llama3(), chip_h100()), 16384.0);
}

TEST(FailureClass, InterruptsAJobInProportionToItsChips) {
  const auto classes = published_failure_classes();

  const double whole = interruption_rate(classes, pod_v4(), chip_v4(), 4096).value();

  EXPECT_NEAR(interruption_rate(classes, pod_v4(), chip_v4(), 1024).value(), whole / 4, whole * 1e-12);
  EXPECT_NEAR(interruption_rate(classes, pod_v4(), chip_v4(), 8192).value(), whole * 2, whole * 1e-12);
}

TEST(FailureClass, DoesNotCountOpticalSwitchesAsInterruptions) {
  FailureClass ocs;
  ocs.scope = FailureScope::kOcs;
  ocs.rate = Hertz(1.0);

  EXPECT_EQ(interruption_rate({ocs}, pod_v4(), chip_v4(), 4096).value(), 0.0);
}

TEST(FailureClass, FieldsRoundTrip) {
  FailureClass failure;
  failure.name = "fan";
  failure.scope = FailureScope::kChip;
  failure.rate = Hertz(2e-9);
  failure.slowdown = 0.1;
  FailureClass copy;

  const FieldList<FailureClass> fields = failure_class_fields();

  for (const auto& entry : fields.entries()) entry.write(copy, entry.read(failure));

  EXPECT_EQ(copy, failure);
}

}  // namespace
}  // namespace gigapod::testing
