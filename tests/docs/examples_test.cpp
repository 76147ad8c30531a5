// What docs/howto_researchers.md shows is built and does what the page says.
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/policy/scheduler.hpp"
#include "tests/unit/policy/policy_run.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace gigapod {
namespace {

SliceTopology torus(int length) { return {{{length, true}, {length, true}, {length, true}}}; }

TEST(OpenMesh3d, HasHalfTheBisectionOfTheTorusAndLongerWays) {
  ChipSpec chip;
  chip.ici_link_bandwidth = 100_GBps;
  chip.ici_links = 6;
  const PodSpec pod;

  const SliceFigures mesh = Registry<PodTopology>::make("open_mesh_3d")->figures(torus(8), pod, chip);
  const SliceFigures ring = Registry<PodTopology>::make("ocs_torus_3d")->figures(torus(8), pod, chip);

  EXPECT_DOUBLE_EQ(mesh.bisection.value(), ring.bisection.value() / 2.0);
  EXPECT_EQ(mesh.diameter, 21);
  EXPECT_EQ(ring.diameter, 12);
  EXPECT_NEAR(mesh.mean_hops / ring.mean_hops, 1.31, 0.01);  // (n^2 - 1) / 3n over n / 4 with n = 8
}

WaitingJob job(std::uint32_t id, double submit, double duration, int blocks) {
  WaitingJob waiting;
  waiting.job = JobId{id};
  waiting.submit = Seconds(submit);
  waiting.planned_duration = Seconds(duration);
  waiting.pod_type = "pod";
  waiting.blocks_per_slice = blocks;
  waiting.chips = 64.0 * blocks;
  return waiting;
}

TEST(SmallestFirst, StartsTheSmallestThatWaits) {
  test::PolicyRun run("smallest_first", {job(0, 0, 100, 4), job(1, 1, 50, 4), job(2, 2, 50, 1)}, {4});

  run.run();

  EXPECT_EQ(run.starts.at(2), 100.0);
  EXPECT_EQ(run.starts.at(1), 150.0);
}

TEST(SmallestFirst, LetsAJobThatWaitedForItsPatienceGoFirst) {
  test::PolicyRun run("smallest_first", {job(0, 0, 100, 4), job(1, 1, 50, 4), job(2, 50, 50, 1)}, {4},
                      {{"patience", 90.0}});

  run.run();

  EXPECT_EQ(run.starts.at(1), 100.0);
  EXPECT_EQ(run.starts.at(2), 150.0);
}

TEST(Broadcast, TakesWhatItsFormulaSays) {
  const auto broadcast = Registry<Collective>::make("broadcast", {{"most_chunks", std::int64_t{10}}});
  const std::array<SliceAxis, 1> ring = {SliceAxis{16, true}};
  const std::array<SliceAxis, 2> line = {SliceAxis{4, false}, SliceAxis{2, false}};

  // Two trees of 15 hops: 10 chunks of 50 MB; two trees of 5 hops, as an axis has two chips.
  EXPECT_NEAR(collective_time(*broadcast, 1_GB, ring, {100_GBps, 1_us}).value(), 24 * (1e-6 + 0.5e-3), 1e-12);
  EXPECT_NEAR(collective_time(*broadcast, 1_GB, line, {100_GBps, 1_us}).value(), 14 * (1e-6 + 0.5e-3), 1e-12);
  EXPECT_EQ(collective_time(*broadcast, 1_GB, {}, {100_GBps, 1_us}).value(), 0.0);
}

TEST(Broadcast, TreesShareNoLinkAndReachEveryChip) {
  const auto broadcast = Registry<Collective>::make("broadcast");
  for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{5, true}},
                                             {{4, true}, {3, true}},
                                             {{3, true}, {4, true}, {5, true}},
                                             {{4, false}, {2, false}},
                                             {{2, false}, {3, false}, {4, false}},
                                             {{3, false}, {4, true}}}) {
    const SliceLinks links({axes}, Fold::kNone);
    const FlowGraph graph = broadcast->flows(links, {1_MB, 1_us, 1}).graph;

    const std::size_t trees = graph.flows.size() / static_cast<std::size_t>(links.chips() - 1);
    ASSERT_EQ(graph.flows.size(), trees * static_cast<std::size_t>(links.chips() - 1));
    for (const Bytes bytes : link_bytes(graph)) EXPECT_LE(bytes.value(), 1e6 / static_cast<double>(trees) + 1e-6);
  }
}

TEST(Broadcast, IsNoFasterThanItsBoundAndMoreBytesNeverTakeLess) {
  const auto broadcast = Registry<Collective>::make("broadcast");
  for (const std::vector<SliceAxis>& axes : {std::vector<SliceAxis>{{8, true}, {8, true}}, {{4, false}, {8, true}}}) {
    Seconds before;
    for (double bytes = 1.0; bytes < 1e13; bytes *= 3.0) {
      const Seconds time = collective_time(*broadcast, Bytes(bytes), axes, {50_GBps, 1_us, 10_us});

      EXPECT_GE(time, collective_bound(*broadcast, Bytes(bytes), axes, {50_GBps, 1_us, 10_us}));
      EXPECT_GE(time, before);
      before = time;
    }
  }
}

}  // namespace
}  // namespace gigapod
