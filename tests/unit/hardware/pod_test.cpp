#include "sim/hardware/pod.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

PodSpec small_pod() {
  PodSpec pod;
  pod.shape = Shape{{4, 4, 8}};
  pod.block = Shape{{4, 4, 4}};
  pod.ocs_count = 3;
  pod.ocs_power = 100_W;
  pod.network_power = 1_kW;
  return pod;
}

ChipSpec small_chip() {
  ChipSpec chip;
  chip.chips_per_host = 4;
  chip.idle_power = 50_W;
  chip.peak_power = 200_W;
  chip.host_power = 400_W;
  return chip;
}

TEST(Pod, CountsChipsAndBlocks) {
  EXPECT_EQ(chips_per_block(small_pod()), 64);
  EXPECT_EQ(blocks_per_pod(small_pod()), 2);
  EXPECT_EQ(blocks_per_pod(PodSpec{}), 144);
}

TEST(Pod, ProvisionedPowerSumsChipsHostsSwitchesAndNetwork) {
  // 128 chips x 200 W + 32 hosts x 400 W + 3 x 100 W + 1 kW
  EXPECT_DOUBLE_EQ(provisioned_power(small_pod(), small_chip()).value(), 25600 + 12800 + 300 + 1000);
}

TEST(Pod, IdlePowerKeepsHostsAndNetworkOn) {
  EXPECT_DOUBLE_EQ(idle_power(small_pod(), small_chip()).value(), 6400 + 12800 + 300 + 1000);
}

TEST(Pod, FieldsWriteWhatTheyRead) {
  const FieldList<PodSpec> fields = pod_fields();
  PodSpec from = small_pod();
  from.name = std::string("small");
  from.wrap_length = 16;
  PodSpec to;

  for (const auto& entry : fields.entries()) entry.write(to, entry.read(from));

  EXPECT_EQ(to, from);
}

}  // namespace
}  // namespace gigapod
