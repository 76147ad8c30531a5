#include "sim/fabric/site_layout.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace gigapod {
namespace {

// One Ironwood pod here: 9216 x 900 W + 2304 hosts x 600 W + 48 OCS x 108 W = 9,681,984 W.
constexpr double kPodWatts = 9216 * 900.0 + 2304 * 600.0 + 48 * 108.0;

TEST(SiteLayout, NumbersPodsBlocksAndChips) {
  SiteSpec site = test::ironwood_site(2);
  site.pods.push_back({"v5e", 3, 0});
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();

  const SiteLayout layout = lay_out(site, pods, chips);

  ASSERT_EQ(layout.pods.size(), 5u);
  EXPECT_EQ(layout.pods[1].name, "ironwood-01");
  EXPECT_EQ(layout.pods[1].first_block, BlockId{144});
  EXPECT_EQ(layout.pods[3].name, "v5e-01");
  EXPECT_EQ(layout.pods[3].first_chip, 2u * 9216 + 256);
  EXPECT_EQ(layout.chips, 2 * 9216 + 3 * 256);
  EXPECT_EQ(layout.blocks, 2 * 144 + 3 * 32);
  EXPECT_EQ(layout.fits[0].bound, "count");
  EXPECT_EQ(&layout.pod_of(BlockId{287}), &layout.pods[1]);
  EXPECT_EQ(&layout.pod_of(BlockId{288}), &layout.pods[2]);
  EXPECT_EQ(&layout.pod_of(BlockId{383}), &layout.pods[4]);
}

TEST(SiteLayout, FitsAsManyPodsAsTheGridCarries) {
  SiteSpec site = test::ironwood_site(0, 1.1_GW);
  site.power.pue = 1.09;
  site.power.oversubscription = 1.05;
  site.dcn.power_per_pod = 100_kW;
  site.pods[0].chip_limit = 1000000;
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();

  const SiteLayout layout = lay_out(site, pods, chips);

  const double budget = 1.1e9 * 1.05 / 1.09;
  const int expected = static_cast<int>(budget / (kPodWatts + 100e3));
  EXPECT_EQ(expected, 108);
  EXPECT_EQ(layout.fits[0].envelope_chips, expected * 9216);
  EXPECT_EQ(layout.fits[0].installed_chips, 108 * 9216);
  EXPECT_EQ(layout.fits[0].bound, "chip_limit");
  EXPECT_NEAR(layout.fits[0].power_for_limit.value(), 1e6 / 9216 * (kPodWatts + 100e3) * 1.09, 1.0);
}

TEST(SiteLayout, NamesTheBoundThatDecides) {
  SiteSpec site = test::ironwood_site(0, 100_MW);
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();

  site.power.pue = 1.0;
  EXPECT_EQ(lay_out(site, pods, chips).fits[0].bound, "grid_power");
  EXPECT_EQ(lay_out(site, pods, chips).pods.size(), 10u);
  site.pods[0].chip_limit = 40000;
  EXPECT_EQ(lay_out(site, pods, chips).fits[0].bound, "chip_limit");
  EXPECT_EQ(lay_out(site, pods, chips).pods.size(), 4u);
}

TEST(SiteLayout, FitsWholePodsAtExactlyTheirPower) {
  SiteSpec site = test::ironwood_site(0, Watts(kPodWatts * 7 * 1.09));
  site.power.pue = 1.09;
  EXPECT_EQ(lay_out(site, test::all_pods(), test::all_chips()).chips, 7 * 9216);
}

TEST(SiteLayout, InstallsNothingUnderAnEnvelopeSmallerThanAPod) {
  const SiteLayout layout = lay_out(test::ironwood_site(0, 1_MW), test::all_pods(), test::all_chips());
  EXPECT_EQ(layout.chips, 0);
  EXPECT_EQ(layout.fits[0].bound, "grid_power");
}

TEST(SiteLayout, ChargesFixedGroupsBeforeThoseThatFit) {
  SiteSpec site = test::ironwood_site(0, Watts(kPodWatts * 10));
  site.power.pue = 1.0;
  site.pods.push_back({"ironwood", 4, 0});

  const SiteLayout layout = lay_out(site, test::all_pods(), test::all_chips());

  EXPECT_EQ(layout.fits[0].installed_chips, 6 * 9216);
  EXPECT_EQ(layout.fits[1].installed_chips, 4 * 9216);
}

TEST(SiteLayout, NeverExceedsTheEnvelopeAndLeavesLessThanAPod) {
  std::mt19937 engine(7);
  const auto below = [&engine](int count) { return static_cast<int>(engine() % static_cast<unsigned>(count)); };
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();
  for (int trial = 0; trial < 200; ++trial) {
    SiteSpec site = test::ironwood_site(0, Watts(1e6 * (10 + below(2000))));
    site.power.pue = 1.0 + below(50) / 100.0;
    site.power.oversubscription = 0.9 + below(40) / 100.0;

    const SiteLayout layout = lay_out(site, pods, chips);

    const double installed = static_cast<double>(layout.pods.size()) * kPodWatts;
    const double budget = it_power_budget(site.power).value();
    ASSERT_LE(installed, budget * (1 + 1e-9));
    ASSERT_GT(installed + kPodWatts, budget);
  }
}

FeedSpec feed(std::string name, std::string parent, int pods, std::string pod_type = {}) {
  FeedSpec spec;
  spec.name = std::move(name);
  spec.parent = std::move(parent);
  spec.level = spec.parent.empty() ? PowerLevel::kGrid : PowerLevel::kHall;
  spec.pods = pods;
  spec.pod_type = std::move(pod_type);
  return spec;
}

TEST(SiteLayout, InstallsNoMorePodsThanADescribedTreeFeeds) {
  SiteSpec spec = test::ironwood_site(0);
  spec.power.tree = {feed("grid", "", FeedSpec::kNone), feed("hall", "grid", 5)};
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();

  const SiteLayout layout = lay_out(spec, pods, chips);

  EXPECT_EQ(layout.pods.size(), 5u);
  EXPECT_EQ(layout.fits[0].bound, "power_tree");
  spec.power.tree[1].pods = FeedSpec::kRest;
  EXPECT_EQ(lay_out(spec, pods, chips).fits[0].bound, "grid_power");
}

TEST(SiteLayout, LeavesTheNodesOfOtherTypesToThem) {
  SiteSpec spec = test::ironwood_site(0);
  spec.pods.push_back({"v5e", 6, 0});
  spec.power.tree = {feed("grid", "", FeedSpec::kNone), feed("small", "grid", 4, "v5e"), feed("large", "grid", 8)};

  const SiteLayout layout = lay_out(spec, test::all_pods(), test::all_chips());

  EXPECT_EQ(layout.pods.size(), 6u + 6u);  // two v5e pods spill over into the large hall
}

TEST(SiteLayout, LeavesPowerForLossesAndTheHottestWeather) {
  PowerSpec power;
  power.grid_power = 100_MW;
  power.cooling = CoolingSpec{};
  power.levels[static_cast<std::size_t>(PowerLevel::kUps)].efficiency = {{1.0, 0.8}};
  power.levels[static_cast<std::size_t>(PowerLevel::kRow)].efficiency = {{1.0, 0.5}};

  // cooling 0.01 + 0.03 + 0.007 x 17 degrees, losses 1 / (0.8 x 0.5) - 1
  EXPECT_NEAR(meter_factor(power), 1.159 + 1.5, 1e-12);
  EXPECT_NEAR(it_power_budget(power).value(), 100e6 / 2.659, 1e-3);
}

}  // namespace
}  // namespace gigapod
