#include "sim/trace/trace_cost.hpp"

#include "tests/unit/trace/trace_cluster.hpp"

#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

using namespace literals;

const TraceMachine kCube = v5p_machine();

double collective_seconds(TraceCollective kind, double size) {
  TraceNode node;
  node.type = TraceNodeType::kCollective;
  node.collective = kind;
  node.communication_size = Bytes(size);
  const NodeCost cost = node_cost(node, kCube.group_of(node, 0), kCube);
  EXPECT_EQ(cost.fault, "");
  EXPECT_EQ(cost.second.time, 0_s);
  return cost.first.time.value();
}

struct CollectiveCase {
  const char* name;
  TraceCollective kind;
  double size;
  double seconds;
};
class CollectiveCosts : public testing::TestWithParam<CollectiveCase> {};

TEST_P(CollectiveCosts, FollowTheClosedForms) {
  EXPECT_NEAR(collective_seconds(GetParam().kind, GetParam().size), GetParam().seconds, 1e-12);
}

// 4x4x4: six links of 90 GB/s, 16 us to start and six hops; a rank of 64 puts in 30 MB or holds all 1.92 GB.
constexpr double kMoved = 1.89e9 / 540e9;
constexpr double kWhole = 1.92e9 / 540e9;
constexpr double kStart = 16e-6;
INSTANTIATE_TEST_SUITE_P(
    TraceCost, CollectiveCosts,
    testing::Values(CollectiveCase{"AllReduce", TraceCollective::kAllReduce, 1.92e9, 2 * (kMoved + kStart)},
                    CollectiveCase{"Reduce", TraceCollective::kReduce, 1.92e9, kWhole + kStart},
                    CollectiveCase{"AllGather", TraceCollective::kAllGather, 30e6, kMoved + kStart},
                    CollectiveCase{"Gather", TraceCollective::kGather, 30e6, kMoved + kStart},
                    CollectiveCase{"Scatter", TraceCollective::kScatter, 1.92e9, kMoved + kStart},
                    CollectiveCase{"Broadcast", TraceCollective::kBroadcast, 1.92e9, kWhole + kStart},
                    // Ring of 4: the busiest link carries 4 / 8 of what a chip sends, from 10 us and one hop on.
                    CollectiveCase{"AllToAll", TraceCollective::kAllToAll, 1.8e9, 0.5 * 1.8e9 / 90e9 + 11e-6},
                    CollectiveCase{"ReduceScatter", TraceCollective::kReduceScatter, 1.92e9, kMoved + kStart},
                    CollectiveCase{"ReduceScatterBlock", TraceCollective::kReduceScatterBlock, 1.92e9,
                                   kMoved + kStart},
                    CollectiveCase{"Barrier", TraceCollective::kBarrier, 0.0, 2 * (kStart + 8.0 * 63 / 64 / 540e9)}),
    [](const auto& test) { return test.param.name; });

TEST(TraceCost, ComputingTakesTheSlowerOfProductsAndMemory) {
  TraceNode node;
  node.type = TraceNodeType::kCompute;
  node.duration = 5_ms;
  EXPECT_EQ(node_cost(node, {}, kCube).first.time, 5_ms);
  node.operations = Flops(422.28e9);
  EXPECT_NEAR(node_cost(node, {}, kCube).first.time.value(), 1e-3, 1e-12);
  node.tensor_size = Bytes(4.7005e9);
  EXPECT_NEAR(node_cost(node, {}, kCube).first.time.value(), 2e-3, 1e-12);
  EXPECT_EQ(node_cost(node, {}, kCube).first.lanes, lane_bit(TraceLane::kCompute));
  node.is_host = true;
  EXPECT_EQ(node_cost(node, {}, kCube).first.time, 5_ms);
  EXPECT_EQ(node_cost(node, {}, kCube).first.lanes, lane_bit(TraceLane::kHost));
}

TEST(TraceCost, APreciseFormatHasItsOwnPeak) {
  StepMachine machine = reference::cube();
  machine.chip.peak_int8 = 918_TFLOPs;
  TraceNode node;
  node.type = TraceNodeType::kCompute;
  node.operations = Flops(844.56e9);

  EXPECT_NEAR(node_cost(node, {}, TraceMachine(machine, Precision::kInt8)).first.time.value(), 1e-3, 1e-12);
}

TEST(TraceCost, AMessageCrossesItsLinksAtTheRateOfOne) {
  // Rank 0 to rank 2 + 4 * 1: two hops along the first axis, one along the second.
  const NodeCost alone = message_cost(90_MB, 0, 6, false, kCube);
  const NodeCost together = message_cost(90_MB, 0, 6, true, kCube);

  EXPECT_NEAR(alone.first.time.value(), 1e-3 + 13e-6, 1e-12);
  EXPECT_NEAR(together.first.time.value(), 2e-3 + 13e-6, 1e-12);
  EXPECT_EQ(alone.first.lanes, lane_bit(TraceLane::kIci0) | lane_bit(TraceLane::kIci1));
  EXPECT_NEAR(message_cost(90_MB, 0, 3, false, kCube).first.time.value(), 1e-3 + 11e-6, 1e-12);  // round the ring
}

TEST(TraceCost, AMessageToAnotherSliceHasAChipsShareOfTheNetwork) {
  const NodeCost cost = message_cost(15_MB, 1, 64, false, v5p_machine({4, 4, 4}, 2));

  // 16 NICs of 25 GB/s at a share of 0.3, over 64 chips.
  EXPECT_NEAR(cost.first.time.value(), 20e-6 + 15e6 / (0.3 * 400e9 / 64), 1e-12);
  EXPECT_EQ(cost.first.lanes, lane_bit(TraceLane::kDcn));
}

TEST(TraceCost, ASwitchedDomainIsFasterInsideThanBetween) {
  StepMachine machine = reference::cube();
  machine.slice = SliceTopology{{{16, false}}, false, true, 8};
  const TraceMachine switched{machine};
  const double inside = message_cost(54_MB, 0, 7, false, switched).first.time.value();
  const double between = message_cost(54_MB, 0, 8, false, switched).first.time.value();

  EXPECT_NEAR(inside, 54e6 / 540e9 + 11e-6, 1e-12);
  EXPECT_NEAR(between, 54e6 / (0.9 * 25e9 / 4) + 11e-6, 1e-12);
}

TEST(TraceCost, SaysWhatTheMachineLacks) {
  StepMachine machine = reference::cube(2);
  machine.chip.pcie_bandwidth = 0_GBps;
  machine.dcn_bandwidth_per_slice = 0_GBps;
  const TraceMachine poor{machine};
  TraceNode load;
  load.type = TraceNodeType::kMemoryLoad;
  load.tensor_size = 1_MB;
  TraceNode reduce;
  reduce.type = TraceNodeType::kCollective;
  reduce.communication_size = 1_MB;

  EXPECT_EQ(node_cost(load, {}, poor).fault, "chip 'v5p' has no PCIe bandwidth");
  EXPECT_EQ(node_cost(reduce, poor.group_of(reduce, 0), poor).fault,
            "hosts of chip 'v5p' have no network between slices");
  EXPECT_EQ(message_cost(1_MB, 0, 64, false, poor).fault, "hosts of chip 'v5p' have no network between slices");
}

TEST(TraceCost, ExplainsItsNumbers) {
  TraceNode node;
  node.type = TraceNodeType::kCompute;
  node.operations = Flops(422.28e9);
  node.tensor_size = 1_MB;

  EXPECT_EQ(cost_text(node, {}, kCube), "max(4.223e+11 FLOP / 4.223e+14 FLOP/s, 1e+06 B / 2.35e+12 B/s) = 1 ms");
}

}  // namespace
}  // namespace gigapod::test
