#include "sim/model/collective/collective.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace gigapod {
namespace {

using namespace literals;

constexpr std::array kKinds{Collective::kAllGather, Collective::kReduceScatter, Collective::kAllReduce,
                            Collective::kAllToAll};

/// A small generator of its own, so that the shapes never change.
class Shapes {
 public:
  std::vector<SliceAxis> next() {
    std::vector<SliceAxis> axes;
    const int count = 1 + draw(3);
    for (int i = 0; i < count; ++i) {
      const int length = 1 + draw(17);
      axes.push_back({length, draw(2) == 1});
    }
    return axes;
  }

 private:
  int draw(int below) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(below));
  }
  std::uint64_t state_ = 7;
};

TEST(CollectiveBound, NoCollectiveIsFasterThanTheNetwork) {
  Shapes shapes;
  for (int i = 0; i < 5000; ++i) {
    const std::vector<SliceAxis> axes = shapes.next();
    for (const Collective kind : kKinds) {
      const Seconds bound = collective_bound(kind, 1_GB, axes, {50_GBps, 1_us});
      const Seconds time = collective_time(kind, 1_GB, axes, {50_GBps, 1_us});
      ASSERT_GE(time.value(), bound.value() * (1.0 - 1e-12)) << "shape " << i << " kind " << static_cast<int>(kind);
    }
  }
}

TEST(CollectiveBound, NoTwistedCollectiveIsFasterThanTheNetwork) {
  for (const int n : {2, 4, 8, 12}) {
    for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{n, true}, {n, true}, {2 * n, true}},
                                               std::vector<SliceAxis>{{n, true}, {2 * n, true}, {2 * n, true}}}) {
      for (const Collective kind : kKinds) {
        EXPECT_GE(collective_time(kind, 1_GB, axes, {50_GBps, 1_us}, true),
                  collective_bound(kind, 1_GB, axes, {50_GBps, 1_us}, true));
      }
    }
  }
}

TEST(CollectiveBound, AllToAllOnARingIsBoundByItsBisection) {
  // 16 chips: 8 chips send half of their 1 GB over two links of 50 GB/s each way.
  const std::vector<SliceAxis> ring{{16, true}};

  EXPECT_NEAR(collective_bound(Collective::kAllToAll, 1_GB, ring, {50_GBps, 1_us}).value(), 4.0 / 100.0, 1e-12);
}

TEST(CollectiveBound, GatherIsBoundByTheLinksOfACornerChip) {
  const std::vector<SliceAxis> mesh{{4, false}, {4, false}};

  EXPECT_NEAR(collective_bound(Collective::kAllGather, 1_GB, mesh, {50_GBps, 1_us}).value(), 15.0 / 16.0 / 100.0,
              1e-12);
}

}  // namespace
}  // namespace gigapod
