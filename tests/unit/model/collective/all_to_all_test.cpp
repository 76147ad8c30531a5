#include "sim/model/collective/all_to_all.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

using namespace literals;

const LinkRate kLink{50_GBps, 1_us, 10_us};

TEST(AllToAll, OfLittleDataTakesTheLongestWay) {
  EXPECT_NEAR(all_to_all_time(1_B, std::vector<SliceAxis>{{8, true}, {8, true}}, kLink, false).value(), 18e-6, 1e-10);
  EXPECT_NEAR(all_to_all_time(1_B, std::vector<SliceAxis>{{8, false}}, kLink, false).value(), 17e-6, 1e-10);
  // 2 + 2 + 4 hops; twisted, no chip is more than 6 away.
  const std::vector<SliceAxis> long_box{{4, true}, {4, true}, {8, true}};
  EXPECT_NEAR(all_to_all_time(1_B, long_box, kLink, false).value(), 18e-6, 1e-10);
  EXPECT_NEAR(all_to_all_time(1_B, long_box, kLink, true).value(), 16e-6, 1e-10);
}

TEST(AllToAll, OfMuchDataTakesTheLoadOfTheBusiestLinkAndOneHop) {
  // A ring of 16 loads a link with 16 / 8 of what a chip sends.
  EXPECT_NEAR(all_to_all_time(1_GB, std::vector<SliceAxis>{{16, true}}, kLink, false).value(), 2.0 / 50.0 + 11e-6,
              1e-12);
}

TEST(AllToAll, WaitsForWhatGoesFarOrForAllThatIsSent) {
  // A link of a ring of 4 carries a quarter of what a chip sends one hop, and a quarter two hops: all of it from 1 us
  // on, or the latter from 2 us on.
  const std::vector<SliceAxis> ring{{4, true}};

  EXPECT_NEAR(all_to_all_time(1_MB, ring, kLink, false).value(), 10e-6 + 1e-6 + 500e3 / 50e9, 1e-12);
  EXPECT_NEAR(all_to_all_time(Bytes(100e3), ring, kLink, false).value(), 10e-6 + 2e-6 + 25e3 / 50e9, 1e-12);
}

TEST(AllToAll, FoldsATwistedTorusIntoTheDistancesThatWalkingItGives) {
  // The mean distance is the known 7n/8 - 1/4n and 35n/32 - 1/4n.
  for (const int n : {4, 8, 12, 16}) {
    for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{n, true}, {2 * n, true}, {n, true}},
                                               std::vector<SliceAxis>{{2 * n, true}, {n, true}, {2 * n, true}}}) {
      const Seconds time = all_to_all_time(1_GB, axes, {50_GBps, 0_us}, true);

      EXPECT_NEAR(time.value() * 50.0 * 6.0, twisted_mean_distance(axes), 1e-9) << n;
    }
  }
}

}  // namespace
}  // namespace gigapod
