#include "sim/model/power/site_power.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gigapod::testing {
namespace {

TEST(SitePower, AnIronwoodPodAtFullActivityDrawsAboutTenMegawatts) {
  // Published as nearly 10 MW for 9,216 chips (Google, 2025).
  const std::array<BusyChips, 1> busy{{{9216, 900_W}}};

  const Watts power = pod_group_power(pod_ironwood(), chip_v7(), {.pods = 1.0, .busy = busy});

  EXPECT_NEAR(power.value(), 10e6, 0.5e6);
  EXPECT_NEAR(power.value(), provisioned_power(pod_ironwood(), chip_v7()).value(), 1e-3);
}

TEST(SitePower, AnIdlePodDrawsItsIdlePower) {
  const Watts power = pod_group_power(pod_v4(), chip_v4(), {.pods = 1.0, .busy = {}, .idle_chips = 4096});

  EXPECT_NEAR(power.value(), idle_power(pod_v4(), chip_v4()).value(), 1e-6);
}

TEST(SitePower, AddsBusyIdleAndDownChipsAndNetwork) {
  const std::array<BusyChips, 2> busy{{{1000, 150_W}, {2000, 120_W}}};

  const Watts power =
      pod_group_power(pod_v4(), chip_v4(), {.pods = 1.0, .busy = busy, .idle_chips = 1000, .down_chips = 96});

  // 1000 x (150 + 100) + 2000 x (120 + 100) + 1000 x (90 + 100) + 48 x 108
  EXPECT_NEAR(power.value(), 250000.0 + 440000.0 + 190000.0 + 5184.0, 1e-6);
}

TEST(SitePower, MultipliesPodsAndTheirNetworkByPue) {
  SiteSpec site;
  site.power.pue = 1.09;
  site.dcn.power_per_pod = 20_kW;

  EXPECT_NEAR(site_power(site, 10_MW, 2.0).value(), 1.09 * 10.04e6, 1e-6);
}

}  // namespace
}  // namespace gigapod::testing
