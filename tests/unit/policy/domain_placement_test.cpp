#include "sim/base/registry.hpp"
#include "sim/policy/placement.hpp"
#include "tests/unit/policy/pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

/// Pods of eight cubes with optical switches, two a hall and two a DCN block, the blocks shifted by one pod.
test::Pods eight_cube_pods(int count) {
  PodSpec spec;
  spec.name = "pod";
  spec.topology = "ocs_torus_3d";
  spec.shape = Shape{{8, 8, 8}};
  spec.block = Shape{{4, 4, 4}};
  spec.ocs_count = 48;
  return {spec, count};
}

/// Slices by hall under a placement policy; nothing when it does not fit.
std::map<int, int> slices_by_hall(const std::string& policy, const test::Pods& pods, PlacementRequest request) {
  std::vector<PodView> views = pods.views();
  for (PodView& view : views) {
    view.hall = static_cast<int>(view.pod.value) / 2;
    view.dcn_block = (static_cast<int>(view.pod.value) + 1) / 2;
  }
  const auto placed =
      Registry<PlacementPolicy>::make(policy, {{"domain", std::string("hall")}})->place(request, views);
  std::map<int, int> halls;
  if (!placed) return halls;
  for (const auto& slice : placed->slices) ++halls[pods.pod_of(slice.front()) / 2];
  return halls;
}

TEST(PackDomain, PutsAJobIntoTheFullestHallThatHoldsAllOfIt) {
  test::Pods pods = eight_cube_pods(6);
  pods.leave_free(2, 4);  // hall 1 holds three slices of four cubes, halls 0 and 2 four

  EXPECT_THAT(slices_by_hall("pack_domain", pods, {Shape{{4, 8, 8}}, 3}), ElementsAre(Pair(1, 3)));
  EXPECT_THAT(slices_by_hall("pack_domain", pods, {Shape{{4, 8, 8}}, 4}), ElementsAre(Pair(0, 4)));
}

TEST(PackDomain, FillsTheHallsThatHoldMostFirst) {
  test::Pods pods = eight_cube_pods(6);
  pods.leave_free(2, 4);

  EXPECT_THAT(slices_by_hall("pack_domain", pods, {Shape{{4, 8, 8}}, 7}),
              UnorderedElementsAre(Pair(0, 4), Pair(1, 3)));
  EXPECT_THAT(slices_by_hall("pack_domain", pods, {Shape{{4, 8, 8}}, 12}), ElementsAre());
}

TEST(SpreadDomain, GivesEachHallAsManySlicesAsTheOthers) {
  EXPECT_THAT(slices_by_hall("spread_domain", eight_cube_pods(6), {Shape{{4, 8, 8}}, 6}),
              UnorderedElementsAre(Pair(0, 2), Pair(1, 2), Pair(2, 2)));
}

TEST(SpreadDomain, GivesWhatAFullHallCanNotTakeToTheOthers) {
  test::Pods pods = eight_cube_pods(4);
  pods.leave_free(0, 0);
  pods.leave_free(1, 4);

  EXPECT_THAT(slices_by_hall("spread_domain", pods, {Shape{{4, 8, 8}}, 4}),
              UnorderedElementsAre(Pair(0, 1), Pair(1, 3)));
  EXPECT_THAT(slices_by_hall("spread_domain", pods, {Shape{{4, 8, 8}}, 6}), ElementsAre());
}

}  // namespace
}  // namespace gigapod
