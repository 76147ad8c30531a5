// What docs/howto_researchers.md shows is built and does what the page says.
#include "docs/examples/broadcast.hpp"
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"
#include "sim/policy/scheduler.hpp"
#include "tests/unit/policy/policy_run.hpp"

#include <gtest/gtest.h>

#include <array>

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
  const std::array<SliceAxis, 1> ring = {SliceAxis{16, true}};
  const std::array<SliceAxis, 2> line = {SliceAxis{4, false}, SliceAxis{2, false}};

  EXPECT_DOUBLE_EQ(broadcast_time(1_GB, ring, {100_GBps, 1_us}).value(), 8e-6 + 1.0 / 200.0);
  EXPECT_DOUBLE_EQ(broadcast_time(1_GB, line, {100_GBps, 1_us}).value(), 4e-6 + 1.0 / 200.0);
  EXPECT_EQ(broadcast_time(1_GB, {}, {100_GBps, 1_us}).value(), 0.0);
}

TEST(Broadcast, IsFasterThanAnAllReduceOfTheArray) {
  const std::array<SliceAxis, 2> axes = {SliceAxis{8, true}, SliceAxis{8, true}};
  const LinkRate link{100_GBps, 1_us};

  EXPECT_LT(broadcast_time(1_GB, axes, link).value(),
            collective_time(Collective::kAllReduce, 1_GB, axes, link).value());
}

}  // namespace
}  // namespace gigapod
