#include "sim/fabric/envelope_mix.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// Two large pods and sixteen small ones.
SiteSpec mixed_site() {
  SiteSpec site = test::ironwood_site(2);
  site.pods.push_back({"v5e", 16, 0});
  site.power.pue = 1.0;
  return site;
}

std::int64_t chips_at(SiteSpec site, Watts rating) {
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();
  const SiteLayout layout = lay_out(site, pods, chips);
  site.power.grid_power = rating;
  return envelope_chips(layout, site);
}

TEST(EnvelopeMix, ScalesAllTypesAlike) {
  const SiteSpec site = mixed_site();
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();
  const auto power = [&](const char* type) {
    const PodSpec& pod = pods.at(type);
    return installed_power(pod, chips.at(pod.chip), site.dcn);
  };
  const Watts mix = 2.0 * power("ironwood") + 16.0 * power("v5e");

  EXPECT_EQ(chips_at(site, mix), 2 * 9216 + 16 * 256);
  EXPECT_EQ(chips_at(site, 3.0 * mix), 6 * 9216 + 48 * 256);
  EXPECT_EQ(chips_at(site, 1.3 * mix), 2 * 9216 + 20 * 256);  // 2.6 and 20.8 pods
  EXPECT_EQ(chips_at(site, 0.25 * mix), 4 * 256);
  EXPECT_EQ(chips_at(site, Watts(1e36)), std::int64_t{1'000'000'000} * (9216 + 256));  // no envelope to speak of
}

TEST(EnvelopeMix, OfOneTypeIsWhatTheGridCarries) {
  SiteSpec site = test::ironwood_site(0, 100_MW);
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();
  const std::int64_t all = lay_out(site, pods, chips).chips;
  site.pods[0].chip_limit = 9216;
  const SiteLayout layout = lay_out(site, pods, chips);

  EXPECT_EQ(layout.chips, 9216);
  EXPECT_EQ(envelope_chips(layout, site), all);
}

}  // namespace
}  // namespace gigapod
