#include "sim/model/power/site_fit.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gigapod::testing {
namespace {

/// Chips of 900 W with 175 W of a host, in pods without a network, under what 10,000 chips take at most.
FitSite site() {
  FitSite site{pod_ironwood(), chip_v7(), Watts(1075.0 * 10'000 * 1.1), 1.1};
  site.pod.ocs_count = 0;
  return site;
}

/// Three quarters of the time at the peak, one quarter 400 W below.
JobPower job(double chips, double running = 1.0) { return {1, chips, running, {{3_s, 1075_W}, {1_s, 675_W}}, 445_W}; }

TEST(SiteFit, CountsChipsByNameplate) {
  EXPECT_EQ(chips_by_nameplate(site(), 1e-9), 10'000);
  EXPECT_EQ(chips_by_nameplate(site(), 0.05), 10'500);
}

TEST(SiteFit, OfOneJobIsAboveTheRatingWheneverItComputes) {
  const SiteDraw draw = site_draw(site(), job(10'500), 1, {});

  EXPECT_EQ(draw.chips, 10'500);
  EXPECT_NEAR(draw.above_rating, 0.75, 0.01);
  EXPECT_NEAR(draw.mean.value(), 10'500 * 975.0 * 1.1, 1.0);
}

TEST(SiteFit, OfManyJobsIsHardlyEverAboveTheRating) {
  const SiteDraw draw = site_draw(site(), job(105), 100, {});

  EXPECT_LT(draw.above_rating, 0.01);
  EXPECT_NEAR(draw.deviation.value(), 10.0 * 105 * 400 * std::sqrt(3.0 / 16.0) * 1.1, 2e3);
}

TEST(SiteFit, FindsTheMostJobsThatRarelyReachTheRating) {
  const JobPower small = job(105);

  const int most = jobs_by_draw(site(), small, 1e-3);

  EXPECT_GT(most * 105, 10'000);  // more than by nameplate
  EXPECT_LE(site_draw(site(), small, most, {}).above_rating, 1e-3);
  EXPECT_GT(site_draw(site(), small, most + 1, {}).above_rating, 1e-3);
}

TEST(SiteFit, TripsOnlyOnAnOverloadThatLasts) {
  const std::array<TripPoint, 1> minute{{{1.03, 60_s}}};
  const std::array<TripPoint, 1> second{{{1.03, 1_s}}};

  // 10,500 chips are 5% over for 3 s of 4 and on average below the rating.
  EXPECT_EQ(site_draw(site(), job(10'500), 1, minute).trips, 0.0);
  EXPECT_NEAR(site_draw(site(), job(10'500), 1, second).trips, 0.5, 0.05);
}

TEST(SiteFit, OfNoJobsDrawsNothing) { EXPECT_EQ(site_draw(site(), job(100), 0, {}).mean, 0_W); }

}  // namespace
}  // namespace gigapod::testing
