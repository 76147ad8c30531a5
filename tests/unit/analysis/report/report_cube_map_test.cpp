#include "analysis/report/cube_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

PodRecord pod(const std::string& name) { return {name, "ironwood", "v7", "16x24x24", "4x4x4", 144}; }

BlockStayRecord held(const std::string& on, double begin, double end, const std::string& job = "a") {
  return {on, "0-7", Seconds(begin), Seconds(end), "held", job, 1};
}

void phase(RunData& run, const std::string& on, double begin, double end, const std::string& name) {
  run.occupancy.push_back({"a", on, Seconds(begin), Seconds(end), 8, name});
}

std::vector<std::string> names(const CubeMap& map) {
  std::vector<std::string> all;
  for (const CubePod& cubes : map.pods) all.push_back(cubes.pod.name);
  return all;
}

TEST(CubeMap, PutsThePodWithTheMostChangesFirst) {
  RunData run;
  run.pods = {pod("calm"), pod("idle"), pod("busy")};
  run.block_stays = {held("busy", 5.0, 9.0), held("calm", 0.0, 9.0), held("busy", 0.0, 4.0)};

  const CubeMap map = build_cube_map(run);

  EXPECT_EQ(names(map), (std::vector<std::string>{"busy", "calm", "idle"}));
  EXPECT_EQ(map.pods[0].changes, 2u);
  EXPECT_EQ(map.pods[0].stays[0].begin, Seconds(0.0)) << "by begin, not by end";
  EXPECT_EQ(map.pods[0].stays[1].begin, Seconds(5.0));
  EXPECT_EQ(map.pods_in_run, 3u);
}

TEST(CubeMap, TakesNoMoreThanItsLimitsButOnePodAlways) {
  RunData run;
  run.pods = {pod("a"), pod("b"), pod("c")};
  for (const char* name : {"a", "b", "c"}) run.block_stays.insert(run.block_stays.end(), 10, held(name, 0.0, 1.0));

  EXPECT_EQ(build_cube_map(run, {.pods = 2}).pods.size(), 2u);
  EXPECT_EQ(build_cube_map(run, {.stays = 25}).pods.size(), 2u);
  EXPECT_EQ(build_cube_map(run, {.stays = 5}).pods.size(), 1u);
}

TEST(CubeMap, LeavesOutTheShortestStaysOfAPodAndSaysFromWhichLengthOn) {
  RunData run;
  run.pods = {pod("a")};
  for (int i = 1; i <= 100; ++i) run.block_stays.push_back(held("a", 0.0, i));

  const CubePod cubes = build_cube_map(run, {.stays_of_a_pod = 30}).pods.at(0);

  EXPECT_EQ(cubes.changes, 100u);
  EXPECT_EQ(cubes.shortest, Seconds(71.0));
  EXPECT_EQ(cubes.stays.size(), 30u);
  EXPECT_TRUE(std::all_of(cubes.stays.begin(), cubes.stays.end(),
                          [](const CubeStay& stay) { return stay.end - stay.begin >= Seconds(71.0); }));
}

TEST(CubeMap, LeavesOutAllOfOneLengthWhereOnlySomeFit) {
  RunData run;
  run.pods = {pod("a")};
  run.block_stays.assign(10, held("a", 0.0, 5.0));
  run.block_stays.push_back(held("a", 0.0, 8.0));

  const CubePod cubes = build_cube_map(run, {.stays_of_a_pod = 4}).pods.at(0);

  EXPECT_EQ(cubes.stays.size(), 1u);
  EXPECT_EQ(cubes.shortest, Seconds(8.0));
}

TEST(CubeMap, HasEachPhaseOfAJobOnceHoweverManyPodsItIsOn) {
  RunData run;
  run.pods = {pod("p"), pod("q")};
  run.block_stays = {held("p", 0.0, 90.0), held("q", 0.0, 90.0)};
  for (const char* on : {"p", "q"}) phase(run, on, 0.0, 10.0, "restart");
  for (const char* on : {"p", "q"}) phase(run, on, 10.0, 12.0, "restart");
  for (const char* on : {"p", "q"}) phase(run, on, 12.0, 50.0, "run");
  for (const char* on : {"p", "q"}) phase(run, on, 50.0, 60.0, "held");

  const std::vector<CubePhase> phases = build_cube_map(run).phases.at("a");

  ASSERT_EQ(phases.size(), 2u);
  EXPECT_EQ(phases[0].phase, "restart");
  EXPECT_EQ(phases[0].end, Seconds(12.0)) << "what touches is one";
  EXPECT_EQ(phases[1].phase, "held");
  EXPECT_EQ(build_cube_map(run, {.phases = 1}).phases.at("a").size(), 1u);
  EXPECT_EQ(build_cube_map(run, {.phases = 1}).shortest_phase, Seconds(12.0));
}

TEST(CubeMap, IsEmptyForARunThatRecordedNoPods) { EXPECT_TRUE(build_cube_map({}).pods.empty()); }

}  // namespace
}  // namespace gigapod
