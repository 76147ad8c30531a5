#include "sim/model/collective/collective.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

const SwitchedRate kNode{400_GBps, 50_GBps, Seconds(0.0), Seconds(0.0)};

TEST(DcnCollective, AllReduceOfTwoSlicesSendsTheArrayOnce) {
  EXPECT_NEAR(dcn_collective_time(Collective::kAllReduce, 100_GB, 2, 10_GBps, Seconds(0.0)).value(), 10.0, 1e-12);
}

TEST(DcnCollective, LatencyGrowsWithTheRing) {
  EXPECT_NEAR(dcn_collective_time(Collective::kAllGather, 1_B, 9, 10_GBps, 20_us).value(), 160e-6, 1e-9);
}

TEST(DcnCollective, OneSliceNeedsNoTime) {
  EXPECT_EQ(dcn_collective_time(Collective::kAllReduce, 1_GB, 1, 10_GBps, 20_us), Seconds(0.0));
}

TEST(SwitchedCollective, InsideADomainRunsAtItsRate) {
  EXPECT_NEAR(switched_collective_time(Collective::kAllGather, 8_GB, 8, 8, kNode).value(), 7.0 / 400.0, 1e-12);
}

TEST(SwitchedCollective, RailsCarryAnEighthOfTheArrayEach) {
  // 16 chips in two domains: a rail moves half of an eighth of 8 GB at 50 GB/s; the domain moves 7/8 at 400 GB/s.
  EXPECT_NEAR(switched_collective_time(Collective::kAllGather, 8_GB, 16, 8, kNode).value(), 7.0 / 400.0, 1e-12);
  EXPECT_NEAR(switched_collective_time(Collective::kAllGather, 8_GB, 2, 1, kNode).value(), 4.0 / 50.0, 1e-12);
}

TEST(SwitchedCollective, AllToAllAcrossDomainsIsBoundByTheNetworkCards) {
  // 64 chips in domains of 8: 56/64 of 1 GB leaves at 50 GB/s.
  EXPECT_NEAR(switched_collective_time(Collective::kAllToAll, 1_GB, 64, 8, kNode).value(), 56.0 / 64.0 / 50.0, 1e-12);
}

TEST(SwitchedCollective, MoreMembersNeverTakeLess) {
  Seconds last(0.0);
  for (int members = 2; members <= 4096; members *= 2) {
    const Seconds now = switched_collective_time(Collective::kAllReduce, 1_GB, members, 8, kNode);
    EXPECT_GE(now, last) << members;
    last = now;
  }
}

}  // namespace
}  // namespace gigapod
