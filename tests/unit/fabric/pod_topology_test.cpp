#include "sim/fabric/pod_topology.hpp"

#include "sim/base/registry.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::ElementsAre;

/// A fabric that is nothing to the tests but what it joins.
class JoinsOnly : public PodTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology&, const PodSpec&, const ChipSpec&) const override {
    return {};
  }
  [[nodiscard]] SliceFigures figures(const SliceTopology&, const PodSpec&, const ChipSpec&) const override {
    return {};
  }
};

/// Only the last axis closes.
class OneRing final : public JoinsOnly {
 public:
  explicit OneRing(const Params&) {}
  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec&) const override {
    slice.is_twisted = false;
    for (std::size_t axis = 0; axis + 1 < slice.axes.size(); ++axis) slice.axes[axis].wraps = false;
    return slice;
  }
};

/// Has no axes.
class GraphOnly final : public JoinsOnly {
 public:
  explicit GraphOnly(const Params&) {}
  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology, const PodSpec&) const override { return {}; }
};

const bool kAreRegistered[] = {register_plugin<OneRing, PodTopology>("one_ring", "Only the last axis closes."),
                               register_plugin<GraphOnly, PodTopology>("graph_only", "A graph without axes.")};

PodSpec pod_of(const char* topology) {
  PodSpec pod = test::v4();
  pod.topology = topology;
  return pod;
}

TEST(PodTopology, IsFoundByItsNameAndMadeOnce) {
  ASSERT_NE(find_pod_topology("one_ring"), nullptr);
  EXPECT_EQ(find_pod_topology("one_ring"), find_pod_topology("one_ring"));
  EXPECT_EQ(find_pod_topology("two_rings"), nullptr);
}

TEST(PodTopology, SaysWhichAxesOfASliceClose) {
  EXPECT_THAT(slice_topology({{4, 8, 12}}, pod_of("one_ring")).axes,
              ElementsAre(SliceAxis{4, false}, SliceAxis{8, false}, SliceAxis{12, true}));
}

TEST(PodTopology, ATwistThatItDoesNotJoinIsNone) {
  EXPECT_TRUE(fits_twist({{4, 4, 8}}, pod_of("one_ring")));
  EXPECT_FALSE(is_twistable({{4, 4, 8}}, pod_of("one_ring")));
  EXPECT_EQ(twist_fault({{4, 4, 8}}, pod_of("one_ring")),
            "slices of 'v4' can't be twisted; its topology 'one_ring' joins them otherwise");
}

TEST(PodTopology, WithoutAxesIsAFaultOfThePod) {
  EXPECT_EQ(pod_shape_fault(pod_of("one_ring")), "");
  EXPECT_EQ(pod_shape_fault(pod_of("graph_only")),
            "topology 'graph_only' joins chips without axes; times of collectives are known along axes only");
}

}  // namespace
}  // namespace gigapod
