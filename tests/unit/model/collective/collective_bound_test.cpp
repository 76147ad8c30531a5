#include "sim/model/collective/collective.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <typeinfo>
#include <vector>

namespace gigapod {
namespace {

using namespace literals;

const std::array kKinds{&Collective::kAllGather, &Collective::kReduceScatter, &Collective::kAllReduce,
                        &Collective::kAllToAll};

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

/// Bytes that must cross the narrowest cut of the slice in one direction, over what its links carry: by counting
/// links, whatever the bound says.
double cut_seconds(const Collective& kind, double bytes, const std::vector<SliceAxis>& axes, double one_way) {
  double worst = 0.0;
  const double members = group_size(axes);
  for (const SliceAxis& axis : axes) {
    if (axis.length < 2) continue;
    const double left = members / axis.length * (axis.length / 2);
    const double links = members / axis.length * (is_ring(axis) ? 2.0 : 1.0);
    // Each side has to learn the other's shards once; in an all-to-all every chip of one side sends to all of the
    // other.
    const double gathered = bytes * std::max(left, members - left) / members;
    const double sent = left * (members - left) * bytes / members;
    const double crossing = &kind == &Collective::kAllToAll ? sent : gathered;
    worst = std::max(worst, crossing / (links * one_way) * (&kind == &Collective::kAllReduce ? 2.0 : 1.0));
  }
  return worst;
}

/// Bytes that the poorest chip must receive or send, over its links.
double injection_seconds(const Collective& kind, double bytes, const std::vector<SliceAxis>& axes, double one_way) {
  const double others = 1.0 - 1.0 / group_size(axes);
  return bytes * (&kind == &Collective::kAllReduce ? 1.0 : others) / (links_in_use(axes) * one_way);
}

void expect_no_faster_than_physics(const std::vector<SliceAxis>& axes, Bytes bytes, LinkRate link, bool is_twisted) {
  for (const Collective* kind : kKinds) {
    const double time = collective_time(*kind, bytes, axes, link, is_twisted).value();
    const double bound = collective_bound(*kind, bytes, axes, link, is_twisted).value();
    ASSERT_GE(time, bound * (1.0 - 1e-12)) << "kind " << typeid(*kind).name();
    if (group_size(axes) < 2) continue;
    ASSERT_GE(bound, injection_seconds(*kind, bytes.value(), axes, link.one_way.value()) * (1.0 - 1e-12));
    // The links that close a twisted ring cross the cut too, so that there it is wider.
    if (is_twisted) continue;
    ASSERT_GE(time, cut_seconds(*kind, bytes.value(), axes, link.one_way.value()) * (1.0 - 1e-12))
        << "kind " << typeid(*kind).name();
  }
}

TEST(CollectiveBound, NoCollectiveIsFasterThanTheNetwork) {
  Shapes shapes;
  double bytes = 1.0;
  for (int i = 0; i < 5000; ++i) {
    bytes = bytes > 1e13 ? 1.0 : bytes * 7.0;
    const std::vector<SliceAxis> axes = shapes.next();
    expect_no_faster_than_physics(axes, Bytes(bytes), {50_GBps, Seconds(i % 3 * 1e-6), Seconds(i % 2 * 1e-5)}, false);
    if (HasFatalFailure()) FAIL() << "shape " << i;
  }
}

TEST(CollectiveBound, NoTwistedCollectiveIsFasterThanTheNetwork) {
  for (const int n : {2, 4, 8, 12, 16}) {
    for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{n, true}, {n, true}, {2 * n, true}},
                                               std::vector<SliceAxis>{{n, true}, {2 * n, true}, {2 * n, true}}}) {
      for (double bytes = 1.0; bytes < 1e13; bytes *= 7.0) {
        expect_no_faster_than_physics(axes, Bytes(bytes), {50_GBps, 1_us}, true);
        expect_no_faster_than_physics(axes, Bytes(bytes), {50_GBps, 0_us}, true);
      }
    }
  }
}

TEST(CollectiveBound, MoreBytesNeverTakeLess) {
  Shapes shapes;
  for (int i = 0; i < 500; ++i) {
    const std::vector<SliceAxis> axes = shapes.next();
    for (const Collective* kind : kKinds) {
      Seconds before;
      for (double bytes = 1.0; bytes < 1e13; bytes *= 3.0) {
        const Seconds time = collective_time(*kind, Bytes(bytes), axes, {50_GBps, 1_us, 10_us});
        ASSERT_GE(time, before) << "shape " << i << " kind " << typeid(*kind).name();
        before = time;
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
