#include "sim/base/diagnostics.hpp"
#include "sim/engine/chip_flows/check_collective.hpp"
#include "sim/engine/chip_flows/play_flows.hpp"
#include "sim/engine/chip_flows/run_in_child.hpp"
#include "sim/model/collective/all_to_all.hpp"
#include "sim/model/collective/all_to_all_flows.hpp"
#include "sim/model/collective/gather_flows.hpp"
#include "sim/model/collective/gather_plan.hpp"
#include "tests/unit/engine/chip_flows_slices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <stdexcept>
#include <vector>

namespace gigapod {
namespace {

using testing::ElementsAre;

// Hand-worked sharing: what SimGrid makes of a graph.

FlowGraph two_links() {
  FlowGraph graph;
  graph.links = 2;
  graph.routes = {{0}, {1}, {0, 1}, {0, 0, 0}};
  return graph;
}

TEST(PlayFlows, ALoneFlowTakesItsBytesOverTheBandwidthAndTheLatency) {
  FlowGraph graph = two_links();
  graph.link_latency = 2_us;
  graph.flows = {{0, 3_MB}};

  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 3.002e-3, 1e-12);
}

TEST(PlayFlows, FlowsOnALinkShareItAndTheRestSpeedsUp) {
  FlowGraph graph = two_links();
  graph.flows = {{0, 1_MB}, {0, 2_MB}};  // 2 ms at half rate each, then 1 ms alone

  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 3e-3, 1e-12);
}

TEST(PlayFlows, LongAndShortFlowsHaveEqualShares) {
  FlowGraph graph = two_links();
  graph.flows = {{0, 1_MB}, {2, 1_MB}, {1, 3_MB}};  // all halve until 2 ms; the third ends alone at 4 ms

  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 4e-3, 1e-12);
}

TEST(PlayFlows, ARouteThatNamesALinkThriceTakesThreeSharesOfIt) {
  FlowGraph graph = two_links();
  graph.flows = {{3, 1_MB}, {0, 1_MB}};  // a quarter of the rate each until both end

  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 4e-3, 1e-12);
}

TEST(PlayFlows, AFlowWaitsForThoseBeforeItAndForItsStart) {
  FlowGraph graph = two_links();
  graph.flows = {{0, 1_MB}, {1, 2_MB}, {0, 1_MB}, {1, 1_MB, 5_ms}};
  graph.order = {{0, 2}, {1, 2}};  // 0: 1 ms, 1: 2 ms, 2: until 3 ms, 3: from 5 to 6 ms

  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 6e-3, 1e-12);
  graph.flows.pop_back();
  EXPECT_NEAR(play_flows(graph, 1_GBps).value(), 3e-3, 1e-12);
}

TEST(PlayFlows, NothingToSendTakesNoTime) { EXPECT_EQ(play_flows(FlowGraph{}, 1_GBps), 0_s); }

TEST(PlayFlows, FlowsThatWaitForEachOtherAreReported) {
  FlowGraph graph = two_links();
  graph.flows = {{0, 1_MB}, {1, 1_MB}, {0, 1_MB}};
  graph.order = {{0, 1}, {1, 0}};

  EXPECT_THROW((void)play_flows(graph, 1_GBps), RunFailed);
}

TEST(RunInChild, HandsBackTheExactNumberAndTheReasonOfAFailure) {
  EXPECT_EQ(run_in_child([] { return 0.1; }), 0.1);
  EXPECT_EQ(run_in_child([] { return std::numeric_limits<double>::denorm_min(); }),
            std::numeric_limits<double>::denorm_min());
  try {
    (void)run_in_child([]() -> double { throw std::runtime_error("no links left"); });
    FAIL() << "the child's exception is lost";
  } catch (const RunFailed& error) {
    EXPECT_STREQ(error.what(), "the flow simulation failed: no links left");
  }
}

// Plans.

std::vector<int> members_of(const GatherPart& part) {
  std::vector<int> members;
  for (const GatherPhase& phase : part.phases) members.push_back(phase.members);
  return members;
}

TEST(GatherPlan, TwistedRingsAreShorterOnceTheFirstIsGathered) {
  const auto small = gather_parts(SliceLinks(twisted({4, 4, 8}), Fold::kSymmetric));
  const auto large = gather_parts(SliceLinks(twisted({4, 8, 8}), Fold::kSymmetric));

  ASSERT_EQ(small.size(), 3u);
  for (const GatherPart& part : small) EXPECT_THAT(members_of(part), ElementsAre(8, 4, 4));
  for (const GatherPart& part : large) EXPECT_THAT(members_of(part), ElementsAre(8, 8, 4));
  for (const GatherPart& part : small) EXPECT_NEAR(part.share, 1.0 / 3.0, 1e-12);
}

TEST(GatherPlan, SharesLoadEveryAxisInProportionToItsLinks) {
  for (const SliceTopology& slice :
       {torus({4, 4, 8}), torus({16, 20, 28}), torus({8, 16}), mixed_8x16(), mesh({2, 2, 4})}) {
    const SliceLinks links(slice, Fold::kSymmetric);
    std::vector<double> load(slice.axes.size());
    double all_links = 0.0;
    for (const SliceAxis& axis : slice.axes) all_links += is_ring(axis) ? 2.0 : 1.0;

    for (const GatherPart& part : gather_parts(links)) {
      for (const GatherPhase& phase : part.phases) {
        load[static_cast<std::size_t>(phase.axis)] += part.share * (phase.members - 1) * phase.blocks;
      }
    }

    for (std::size_t axis = 0; axis < load.size(); ++axis) {
      const double own = is_ring(slice.axes[axis]) ? 2.0 : 1.0;
      EXPECT_NEAR(load[axis], own * (slice.chips() - 1) / all_links, 1e-9);
    }
  }
}

/// Runs the rule of a gather on what the chips hold, half shards told apart: in step s of a phase a chip passes on
/// what it received from behind in step s - 1, in step 1 all that it holds. Returns halves that some chip got twice.
int gather_halves(const SliceLinks& links, const GatherPart& part, std::vector<std::set<int>>& held) {
  int doubles = 0;
  for (const GatherPhase& phase : part.phases) {
    const std::vector<std::set<int>> before = held;
    for (const int direction : {1, -1}) {
      std::vector<std::set<int>> passing = before;
      for (int step = 1; step <= gather_steps(links, phase); ++step) {
        const bool is_half = links.closes(phase.axis) && 2 * step == phase.members;
        std::vector<std::set<int>> arrived(held.size());
        for (int chip = 0; chip < links.chips(); ++chip) {
          const auto to = links.neighbour(chip, phase.axis, direction);
          if (!to) continue;
          for (const int half : passing[static_cast<std::size_t>(chip)]) {
            if (is_half && half % 2 != (direction > 0 ? 0 : 1)) continue;
            arrived[static_cast<std::size_t>(*to)].insert(half);
            if (!held[static_cast<std::size_t>(*to)].insert(half).second) ++doubles;
          }
        }
        passing = arrived;
      }
    }
  }
  return doubles;
}

TEST(GatherPlan, BringsEveryShardToEveryChipOnce) {
  for (const SliceTopology& slice : {torus({4, 4, 4}), torus({4, 4, 8}), torus({5, 3}), twisted({4, 4, 8}),
                                     twisted({4, 8, 8}), mesh({4, 8}), mixed_8x16(), mesh({2, 2, 4}), mesh({2})}) {
    const SliceLinks links(slice, Fold::kNone);
    for (const GatherPart& part : gather_parts(links)) {
      std::vector<std::set<int>> held(static_cast<std::size_t>(links.chips()));
      for (int chip = 0; chip < links.chips(); ++chip)
        held[static_cast<std::size_t>(chip)] = {2 * chip, 2 * chip + 1};

      EXPECT_EQ(gather_halves(links, part, held), 0);

      for (const auto& halves : held) EXPECT_EQ(halves.size(), 2u * static_cast<std::size_t>(links.chips()));
    }
  }
}

/// Bytes that enter each chip.
std::vector<double> bytes_into(const SliceLinks& links, const FlowGraph& graph) {
  const std::vector<Bytes> bytes = link_bytes(graph);
  std::vector<double> into(static_cast<std::size_t>(links.chips()));
  for (int chip = 0; chip < links.chips(); ++chip) {
    for (int axis = 0; axis < links.axes(); ++axis) {
      for (const int step : {1, -1}) {
        const auto to = links.length(axis) > 1 ? links.neighbour(chip, axis, step) : std::nullopt;
        if (to) {
          into[static_cast<std::size_t>(*to)] +=
              bytes[static_cast<std::size_t>(links.link(chip, axis, step))].value();
        }
      }
    }
  }
  return into;
}

TEST(GatherFlows, EveryChipReceivesTheWholeArrayLessItsShard) {
  for (const SliceTopology& slice : {torus({4, 4, 8}), twisted({4, 4, 8}), mesh({4, 8}), mixed_8x16()}) {
    const SliceLinks links(slice, Fold::kNone);
    const FlowGraph graph = all_gather_flows(links, {1_MB, 1_us, 3});

    for (const double bytes : bytes_into(links, graph)) EXPECT_NEAR(bytes, 1e6 * (1.0 - 1.0 / links.chips()), 1e-3);
  }
}

TEST(GatherFlows, AReduceScatterLoadsEveryLinkAsTheGatherLoadsItsOpposite) {
  const SliceLinks links(mixed_8x16(), Fold::kNone);
  const auto gathered = link_bytes(all_gather_flows(links, {1_MB, 1_us, 2}));
  const auto scattered = link_bytes(backwards(all_gather_flows(links, {1_MB, 1_us, 2}), links));

  for (int link = 0; link < links.count(); ++link) {
    if (!links.exists(link)) continue;
    EXPECT_EQ(gathered[static_cast<std::size_t>(link)], scattered[static_cast<std::size_t>(links.opposite(link))]);
  }
}

// All-to-all.

double mean_hops(const SliceLinks& links) {
  double sum = 0.0;
  for (const auto& ways : shortest_ways(links, 0)) {
    if (!ways.empty()) sum += std::abs(ways[0][0]) + std::abs(ways[0][1]) + std::abs(ways[0][2]);
  }
  return sum / links.chips();
}

TEST(AllToAllFlows, ARingOfFourHasTwoWaysToTheOppositeChip) {
  const auto ways = shortest_ways(SliceLinks(torus({4}), Fold::kSymmetric), 0);

  EXPECT_TRUE(ways[0].empty());
  EXPECT_THAT(ways[1], ElementsAre(HopVector{1, 0, 0}));
  EXPECT_THAT(ways[2], ElementsAre(HopVector{2, 0, 0}, HopVector{-2, 0, 0}));
  EXPECT_THAT(ways[3], ElementsAre(HopVector{-1, 0, 0}));
}

TEST(AllToAllFlows, ShortestWaysHaveTheMeanDistanceOfTheClosedForm) {
  for (const std::vector<int>& shape : {std::vector{4, 4, 8}, {8, 4, 4}, {4, 8, 8}, {8, 8, 16}}) {
    const SliceTopology slice = twisted(shape);
    EXPECT_NEAR(mean_hops(SliceLinks(slice, Fold::kSymmetric)), twisted_mean_distance(slice.axes), 1e-12);
  }
}

TEST(AllToAllFlows, ATwistedTorusLoadsEveryLinkAlike) {
  const SliceTopology slice = twisted({4, 8, 8});
  const auto bytes = link_bytes(all_to_all_flows(SliceLinks(slice, Fold::kSymmetric), 6_MB, 1_us));

  for (const Bytes load : bytes) EXPECT_NEAR(load.value(), 1e6 * twisted_mean_distance(slice.axes), 1e-3);
}

TEST(AllToAllFlows, TheBusiestLinkOfAnAxisCarriesTheLoadOfTheClosedForm) {
  const SliceTopology slice = mixed_8x16();
  const auto check = check_collective(Collective::kAllToAll, 1_MB, slice, {1_GBps, 0_s});

  for (const LinkClassUse& use : check.classes) {
    const SliceAxis& axis = slice.axes[static_cast<std::size_t>(use.axis)];
    EXPECT_NEAR(use.most_bytes.value(), 1e6 * all_to_all_link_load(axis), 1.0);
  }
}

// The check as a whole.

TEST(CheckCollective, CountsTheLinksOfEveryClass) {
  const auto check = check_collective(Collective::kAllGather, 1_GB, mixed_8x16(), {90_GBps, 1_us});

  ASSERT_EQ(check.classes.size(), 4u);
  EXPECT_EQ(check.classes[0].links, 7 * 16);
  EXPECT_EQ(check.classes[0].wrap_links, 0);
  EXPECT_EQ(check.classes[2].links, 8 * 16);
  EXPECT_EQ(check.classes[2].wrap_links, 8);
  for (const LinkClassUse& use : check.classes) {
    EXPECT_LE(use.mean_utilization, use.most_utilization);
    EXPECT_LE(use.most_utilization, 1.0 + 1e-9);
  }
}

TEST(CheckCollective, OneChipAndNoBytesTakeNoTime) {
  EXPECT_EQ(check_collective(Collective::kAllReduce, 1_GB, torus({1, 1}), {90_GBps, 1_us}).time, 0_s);
  EXPECT_EQ(check_collective(Collective::kAllReduce, 0_B, torus({4, 4}), {90_GBps, 1_us}).time, 0_s);
}

TEST(CheckCollective, TheSameCallGivesTheSameBits) {
  const auto once = check_collective(Collective::kAllReduce, 1_GB, torus({4, 4, 8}), {90_GBps, 1_us});
  const auto again = check_collective(Collective::kAllReduce, 1_GB, torus({4, 4, 8}), {90_GBps, 1_us});

  EXPECT_EQ(once.time, again.time);
  EXPECT_EQ(once.chunks, again.chunks);
}

TEST(CheckCollective, NamesWhyASliceCantBePlayed) {
  SliceTopology switched = mesh({8, 8});
  switched.is_switched = true;

  EXPECT_EQ(flow_check_fault(Collective::kAllToAll, torus({16, 24, 24})), "");
  EXPECT_EQ(flow_check_fault(Collective::kAllReduce, mesh({16, 16})), "");
  EXPECT_EQ(flow_check_fault(Collective::kAllReduce, switched),
            "chips behind switches have no links of their own; flows check tori and meshes only");
  EXPECT_EQ(flow_check_fault(Collective::kAllToAll, mesh({32, 32})),
            "1024 chips that no symmetry folds are too many to check with flows");
}

}  // namespace
}  // namespace gigapod
