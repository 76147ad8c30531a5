#include "sim/trace/trace_step.hpp"

#include "tests/unit/trace/example_trace.hpp"
#include "tests/unit/trace/mutated_trace.hpp"
#include "tests/unit/trace/trace_cluster.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gigapod::test {
namespace {

// On a v5p of the tests: one millisecond of matrix products, of HBM, and of a gather on 4x4x4 beyond its 16 us.
constexpr std::int64_t kMillisecondOfProducts = 422'280'000'000;
constexpr std::int64_t kMillisecondOfHbm = 2'350'250'000;
constexpr std::int64_t kShard = 30'000'000;  // 3.5 ms
constexpr double kGather = 3.516e-3;

double seconds(const std::vector<WrittenNode>& nodes, const TraceMachine& machine = v5p_machine()) {
  return step_of(nodes, machine).total.value();
}

const TraceShare& transfer(const TraceStep& step, int kind) { return step.transfers[static_cast<std::size_t>(kind)]; }

TEST(TraceStep, ShippedExampleIsTheOneTheTestsWrite) {
  std::ifstream file(std::string(GIGAPOD_SOURCE_DIR) + "/scenarios/traces/fsdp_4_layers.et", std::ios::binary);
  std::ostringstream shipped;
  shipped << file.rdbuf();

  EXPECT_EQ(shipped.str(), example_trace()) << "write it again with write_example_trace";
}

TEST(TraceStep, ExampleTakesItsHandWorkedTime) {
  const TraceStep step = step_of(std::vector{example_trace()}, v5p_machine());

  // First gather, 4 x 10 ms forward, 4 x 20 ms backward, last scatter, 2 ms of optimizer; all else hides behind
  // these.
  EXPECT_NEAR(step.total.value(), 2 * kGather + 0.120 + 0.002, 1e-12);
  EXPECT_NEAR(step.compute.value(), 0.122, 1e-12);
  EXPECT_NEAR(step.communication.value(), 2 * kGather, 1e-12);
  EXPECT_NEAR(transfer(step, kAllGather).busy.value(), 8 * kGather, 1e-12);
  EXPECT_NEAR(transfer(step, kAllGather).exposed.value(), kGather, 1e-12);
  EXPECT_NEAR(transfer(step, kReduceScatter).busy.value(), 4 * kGather, 1e-12);
  EXPECT_NEAR(transfer(step, kReduceScatter).hidden().value(), 3 * kGather, 1e-12);
  EXPECT_NEAR(step.types[3].busy.value(), 0.010, 1e-12);  // 150 MB to the host at 15 GB/s
  EXPECT_NEAR(step.host.value() + step.idle.value(), 0.0, 1e-15);
  EXPECT_EQ(step.nodes, 23U);
  EXPECT_EQ(step.critical_path.size(), 11U);
  EXPECT_NEAR(step.mxu_use, (12 * 4.2228e12 + 1e9) / (459e12 * 0.129032), 1e-9);
}

TEST(TraceStep, LayersInAChainTakeTheSumOfTheirNodes) {
  const double total = seconds(
      {collective(1, "gather", {}, kAllGather, kShard), compute(2, "forward", {1}, 10 * kMillisecondOfProducts, 1),
       compute(3, "norm", {2}, 1000, 3 * kMillisecondOfHbm), measured(4, "measured", {3}, 250),
       collective(5, "scatter", {4}, kReduceScatter, 64 * kShard),
       WrittenNode(6, "from host", 2, {5}).number("tensor_size", 15'000'000)});

  EXPECT_NEAR(total, kGather + 0.010 + 0.003 + 250e-6 + kGather + 0.001, 1e-12);
}

TEST(TraceStep, IndependentTransfersHideBehindComputing) {
  const TraceStep step =
      step_of({collective(1, "gather", {}, kAllGather, kShard), compute(2, "long", {}, 5 * kMillisecondOfProducts, 1),
               compute(3, "last", {1, 2}, kMillisecondOfProducts, 1)},
              v5p_machine());

  EXPECT_NEAR(step.total.value(), 0.006, 1e-12);
  EXPECT_NEAR(transfer(step, kAllGather).exposed.value(), 0.0, 1e-15);
  EXPECT_NEAR(transfer(step, kAllGather).hidden().value(), kGather, 1e-12);
}

TEST(TraceStep, ATransferLongerThanItsCoverShowsTheRest) {
  const TraceStep step = step_of(
      {collective(1, "gather", {}, kAllGather, kShard), compute(2, "short", {}, 2 * kMillisecondOfProducts, 1)},
      v5p_machine());

  EXPECT_NEAR(step.total.value(), kGather, 1e-12);
  EXPECT_NEAR(transfer(step, kAllGather).exposed.value(), kGather - 0.002, 1e-12);
}

TEST(TraceStep, CollectivesOverOtherAxesRunTogetherAndOverTheSameInTurn) {
  // A ring of 4: 3 x 30 MB over two links of 90 GB/s, 10 us start, two hops of 1 us.
  const double ring = 3 * 30e6 / 180e9 + 12e-6;
  const auto gather = [](std::uint64_t id, bool x, bool y, bool z) {
    return collective(id, "gather", {}, kAllGather, kShard).dimensions({x, y, z});
  };

  EXPECT_NEAR(seconds({gather(1, true, false, false)}), ring, 1e-12);
  EXPECT_NEAR(seconds({gather(1, true, false, false), gather(2, false, true, false)}), ring, 1e-12);
  EXPECT_NEAR(seconds({gather(1, true, false, false), gather(2, true, false, false)}), 2 * ring, 1e-12);
  EXPECT_NEAR(seconds({gather(1, true, false, false), gather(2, true, true, true)}), ring + kGather, 1e-12);
}

TEST(TraceStep, SplitsExposedTimeBetweenTransfersThatRunTogether) {
  const double ring = 3 * 30e6 / 180e9 + 12e-6;
  const TraceStep step =
      step_of({collective(1, "gather", {}, kAllGather, kShard).dimensions({true, false, false}),
               collective(2, "scatter", {}, kReduceScatter, 4 * kShard).dimensions({false, true, false})},
              v5p_machine());

  EXPECT_NEAR(step.communication.value(), ring, 1e-12);
  EXPECT_NEAR(transfer(step, kAllGather).exposed.value(), ring / 2, 1e-12);
  EXPECT_NEAR(transfer(step, kReduceScatter).exposed.value(), ring / 2, 1e-12);
}

TEST(TraceStep, ASymmetricMessageArrivesWhenTheNeighboursIsSent) {
  // Rank 0 sends one hop on and receives from rank 63; every rank does the same: 90 MB over one link.
  const double message = 90e6 / 90e9 + 11e-6;
  const TraceStep step =
      step_of({compute(1, "stage", {}, 2 * kMillisecondOfProducts, 1), send(2, {1}, 0, 1, 90'000'000),
               receive(3, {}, 63, 0, 90'000'000), compute(4, "next", {3}, kMillisecondOfProducts, 1)},
              v5p_machine());

  EXPECT_NEAR(step.total.value(), 0.003 + message, 1e-12);
  EXPECT_NEAR(transfer(step, kSendTransfer).exposed.value(), message / 2, 1e-12);
  EXPECT_NEAR(transfer(step, kReceiveTransfer).exposed.value(), message / 2, 1e-12);
}

TEST(TraceStep, CollectivesOverSlicesAddTheDataCentreNetwork) {
  // All-reduce of 1.92 GB: twice a gather in the slice; then 16 NICs of 25 GB/s at a share of 0.3, two slices.
  const double dcn = 2 * (20e-6 + 1.92e9 / 2 / (0.3 * 400e9));
  const TraceStep step = step_of({collective(1, "reduce", {}, kAllReduce, 64 * kShard)}, v5p_machine({4, 4, 4}, 2));
  const TraceStep only_dcn =
      step_of({collective(1, "reduce", {}, kAllReduce, kShard).dimensions({false, false, false, true})},
              v5p_machine({4, 4, 4}, 2));

  EXPECT_NEAR(step.total.value(), 2 * kGather + dcn, 1e-12);
  EXPECT_NEAR(only_dcn.total.value(), dcn, 1e-12);  // 64 chips with 30 MB each share the slice's hosts
}

TEST(TraceStep, HostWorkAndStorageHaveTheirOwnLanes) {
  const TraceStep step =
      step_of({WrittenNode(1, "input", 4).micros(4000).number("is_cpu_op", 1), WrittenNode(2, "read", 8).micros(3000),
               WrittenNode(3, "load", 2).number("tensor_size", 30'000'000),
               WrittenNode(4, "store", 3).number("tensor_size", 30'000'000),
               compute(5, "work", {}, kMillisecondOfProducts, 1)},
              v5p_machine());

  EXPECT_NEAR(step.total.value(), 0.004, 1e-12);
  EXPECT_NEAR(step.compute.value(), 0.001, 1e-12);
  EXPECT_NEAR(step.host.value(), 0.003, 1e-12);
}

TEST(TraceStep, EveryRanksOwnTraceGivesTheTimeOfOneForAll) {
  const std::vector<WrittenNode> nodes = {
      compute(1, "forward", {}, kMillisecondOfProducts, 1), collective(2, "reduce", {1}, kAllReduce, 8 * kShard),
      compute(3, "more", {1}, kMillisecondOfProducts, 1),
      collective(4, "ring", {3}, kAllGather, kShard).dimensions({true, false, false}),
      compute(5, "update", {2, 4}, 1, kMillisecondOfHbm)};
  const TraceMachine machine = v5p_machine({2, 2, 2});
  const TraceStep folded = step_of(nodes, machine);
  const TraceStep unfolded = step_of(std::vector<std::string>(8, written_trace(nodes)), machine);

  EXPECT_NEAR(unfolded.total.value(), folded.total.value(), 1e-15);
  EXPECT_NEAR(unfolded.compute.value(), folded.compute.value(), 1e-12);
  EXPECT_NEAR(unfolded.communication.value(), folded.communication.value(), 1e-12);
  EXPECT_EQ(unfolded.nodes, 40U);
}

TEST(TraceStep, RanksWaitForTheSlowestInACollective) {
  const auto rank = [](int milliseconds) {
    return written_trace({compute(1, "work", {}, milliseconds * kMillisecondOfProducts, 1),
                          collective(2, "reduce", {1}, kAllReduce, kShard)});
  };
  const TraceMachine machine = v5p_machine({2, 1, 1});
  const TraceStep even = step_of({rank(4), rank(4)}, machine);
  const TraceStep uneven = step_of({rank(1), rank(7)}, machine);

  EXPECT_NEAR(uneven.total.value() - even.total.value(), 0.003, 1e-12);
  EXPECT_NEAR(uneven.idle.value(), 0.003, 1e-12);  // 6 ms on one of two ranks
  EXPECT_NEAR(uneven.compute.value(), even.compute.value(), 1e-12);
}

TEST(TraceStep, APipelineOfTwoRanksFillsAndDrains) {
  const TraceMachine machine = v5p_machine({2, 1, 1});
  const double message = 9e6 / 90e9 + 11e-6;
  const std::string first =
      written_trace({compute(1, "a", {}, kMillisecondOfProducts, 1), send(2, {1}, 0, 1, 9'000'000, 1),
                     compute(3, "b", {1}, kMillisecondOfProducts, 1), send(4, {3}, 0, 1, 9'000'000, 2)});
  const std::string second =
      written_trace({receive(1, {}, 0, 1, 9'000'000, 1), compute(2, "a", {1}, kMillisecondOfProducts, 1),
                     receive(3, {}, 0, 1, 9'000'000, 2), compute(4, "b", {2, 3}, kMillisecondOfProducts, 1)});
  const TraceStep step = step_of({first, second}, machine);

  EXPECT_NEAR(step.total.value(), 0.003 + message, 1e-12);
  EXPECT_NEAR(step.idle.value() + step.compute.value() + step.communication.value(), step.total.value(), 1e-12);
}

TEST(TraceStep, AMutatedTraceIsTimedOrRefused) {
  const std::string whole = sample_trace();
  const TraceMachine machine = v5p_machine();
  std::mt19937 random(5);
  int timed = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    TraceFindings findings;
    const std::vector<RankTrace> traces = {read_trace(mutated(whole, random), "t.et", findings)};
    if (!findings.is_empty()) continue;
    const TraceTaskGraph graph = join_ranks(traces, machine, findings);
    if (!findings.is_empty()) continue;
    const TraceStep step = trace_step(traces, machine, graph);
    ++timed;
    const Seconds sum = step.compute + step.communication + step.host + step.idle;
    ASSERT_TRUE(is_finite(step.total));
    ASSERT_NEAR(sum.value(), step.total.value(), 1e-9 * step.total.value());
  }
  EXPECT_GT(timed, 1000);
}

}  // namespace
}  // namespace gigapod::test
