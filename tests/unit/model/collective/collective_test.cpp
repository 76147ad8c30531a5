#include "sim/model/collective/collective.hpp"

#include "sim/base/random.hpp"
#include "sim/model/collective/all_to_all.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <queue>
#include <typeinfo>
#include <vector>

namespace gigapod {
namespace {

using namespace literals;

const LinkRate kLink{50_GBps, Seconds(0.0)};

Seconds time_of(const Collective& kind, std::vector<SliceAxis> axes, LinkRate link = kLink) {
  return collective_time(kind, 1_GB, axes, link);
}

TEST(Collective, RingGatherUsesBothDirections) {
  // A chip receives 3/4 of 1 GB over two links of 50 GB/s.
  EXPECT_NEAR(time_of(Collective::kAllGather, {{4, true}}).value(), 7.5e-3, 1e-12);
}

TEST(Collective, LineTakesTwiceAsLongAsARing) {
  EXPECT_DOUBLE_EQ(time_of(Collective::kAllGather, {{4, false}}) / time_of(Collective::kAllGather, {{4, true}}), 2.0);
  EXPECT_DOUBLE_EQ(time_of(Collective::kAllToAll, {{8, false}}) / time_of(Collective::kAllToAll, {{8, true}}), 2.0);
}

TEST(Collective, AxesAreUsedAtOnce) {
  // 63/64 of 1 GB over six links.
  EXPECT_NEAR(time_of(Collective::kAllGather, {{4, true}, {4, true}, {4, true}}).value(), 63.0 / 64.0 / 300.0, 1e-12);
}

TEST(Collective, AllReduceIsReduceScatterAndAllGather) {
  const std::vector<SliceAxis> axes{{8, true}, {4, false}};

  EXPECT_DOUBLE_EQ(time_of(Collective::kAllReduce, axes) / time_of(Collective::kAllGather, axes), 2.0);
  EXPECT_EQ(time_of(Collective::kReduceScatter, axes), time_of(Collective::kAllGather, axes));
}

TEST(Collective, AllToAllOnARingIsAQuarterOfTheGather) {
  // Full array 16 GB; every chip sends its 1 GB.
  const std::vector<SliceAxis> ring{{16, true}};
  const Seconds exchange = collective_time(Collective::kAllToAll, 1_GB, ring, kLink);
  const Seconds unlimited_gather = 16_GB / (2.0 * 50_GBps);

  EXPECT_NEAR(exchange / unlimited_gather, 0.25, 1e-12);
}

TEST(Collective, LatencyIsLaunchAndHopsToTheFarthestChip) {
  const LinkRate link{50_GBps, 1_us, 10_us};
  const std::vector<SliceAxis> axes{{8, true}, {4, false}};

  EXPECT_NEAR((collective_time(Collective::kAllGather, 1_B, axes, link)).value(), 17e-6, 1e-9);
}

TEST(Collective, TwoChipsShareOneLinkEvenWhenMarkedAsRing) {
  EXPECT_EQ(time_of(Collective::kAllGather, {{2, true}}), time_of(Collective::kAllGather, {{2, false}}));
}

TEST(Collective, OneChipNeedsNoTime) {
  EXPECT_EQ(time_of(Collective::kAllReduce, {{1, false}}), Seconds(0.0));
  EXPECT_EQ(time_of(Collective::kAllReduce, {}), Seconds(0.0));
}

/// Mean distance in a twisted torus by breadth-first search from one chip.
double searched_mean_distance(int x, int y, int z) {
  const int n = std::min({x, y, z});
  const bool both_long = y > n;
  std::vector<int> distance(static_cast<std::size_t>(x * y * z), -1);
  const auto index = [&](int a, int b, int c) {
    const int turns_x = a < 0 ? -1 : a / x;
    a -= turns_x * x;
    c += turns_x * n;
    if (both_long) {
      b += turns_x * n;
    } else {
      const int turns_y = b < 0 ? -1 : b / y;
      b -= turns_y * y;
      c += turns_y * n;
    }
    b = ((b % y) + y) % y;
    c = ((c % z) + z) % z;
    return static_cast<std::size_t>((a * y + b) * z + c);
  };
  std::queue<std::array<int, 3>> queue;
  queue.push({0, 0, 0});
  distance[0] = 0;
  double sum = 0.0;
  while (!queue.empty()) {
    const auto [a, b, c] = queue.front();
    queue.pop();
    const std::size_t from = index(a, b, c);
    const std::array<std::array<int, 3>, 6> steps{
        {{a + 1, b, c}, {a - 1, b, c}, {a, b + 1, c}, {a, b - 1, c}, {a, b, c + 1}, {a, b, c - 1}}};
    for (const auto& [p, q, r] : steps) {
      const std::size_t to = index(p, q, r);
      if (distance[to] >= 0) continue;
      distance[to] = distance[from] + 1;
      sum += distance[to];
      const int flat = static_cast<int>(to);
      queue.push({flat / (y * z), flat / z % y, flat % z});
    }
  }
  return sum / (x * y * z);
}

TEST(Collective, TwistedMeanDistanceIsWhatASearchFinds) {
  for (const int n : {2, 4, 6, 8}) {
    const std::vector<SliceAxis> one_long{{n, true}, {n, true}, {2 * n, true}};
    const std::vector<SliceAxis> two_long{{n, true}, {2 * n, true}, {2 * n, true}};

    EXPECT_NEAR(twisted_mean_distance(one_long), searched_mean_distance(n, n, 2 * n), 1e-9) << n;
    EXPECT_NEAR(twisted_mean_distance(two_long), searched_mean_distance(n, 2 * n, 2 * n), 1e-9) << n;
  }
}

TEST(Collective, MoreBytesNeverTakeLess) {
  const std::vector<SliceAxis> axes{{16, true}, {16, true}};
  for (const Collective* kind : {&Collective::kAllGather, &Collective::kAllReduce, &Collective::kAllToAll}) {
    Seconds last(0.0);
    for (double bytes = 1.0; bytes < 1e12; bytes *= 10.0) {
      const Seconds now = collective_time(*kind, Bytes(bytes), axes, {50_GBps, 1_us});
      EXPECT_GE(now, last);
      last = now;
    }
  }
}

TEST(Collective, UnequalAxesWaitForEachOtherLessThanOnceWhole) {
  const std::vector<SliceAxis> axes{{4, true}, {8, true}};
  const auto gather = [&](Bytes bytes) {
    return collective_time(Collective::kAllGather, bytes, axes, {50_GBps, 1_us}).value();
  };
  // 31/32 over four links of 50 GB/s, 6 hops; whole parts wait 8/21 of it (gather_order_test).
  const double small = 100e3 * 31.0 / 32.0 / 200e9;
  const double large = 1e9 * 31.0 / 32.0 / 200e9;

  EXPECT_NEAR(gather(Bytes(100e3)), 6e-6 + small * (1.0 + 8.0 / 21.0), 1e-12);
  EXPECT_NEAR(gather(1_GB), 6e-6 + large + std::sqrt(8.0 / 21.0 * large * 1e-6), 1e-12);
}

TEST(Collective, OfAMillionChipsIsWorkedOutInLessThanAMillisecond) {
  double least = 1.0;
  for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{100, true}, {100, true}, {100, true}},
                                             std::vector<SliceAxis>{{80, true}, {100, true}, {128, true}},
                                             std::vector<SliceAxis>{{1024, true}, {1000, false}}}) {
    for (const Collective* kind : {&Collective::kAllReduce, &Collective::kAllToAll}) {
      least = 1.0;
      for (int trial = 0; trial < 20; ++trial) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_GT(time_of(*kind, axes, {50_GBps, 1_us}), 0_s);
        least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      }
      EXPECT_LT(least, 1e-3) << axes[0].length << " kind " << typeid(*kind).name();
    }
  }
}

}  // namespace
}  // namespace gigapod
