#include "analysis/plan/plan_query.hpp"

#include "sim/fabric/slice.hpp"
#include "tests/unit/analysis/plan/made_query.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

TEST(PlanAllocations, HoldRoundSizesWholePodsAndTheEndsOfTheRange) {
  PlanQuery query = made_query();
  query.least_chips = 4000;
  query.most_chips = 20000;
  std::set<std::int64_t> sizes;

  for (const PlanAllocation& allocation : plan_allocations(query)) sizes.insert(allocation.chips());

  for (const std::int64_t size : {4032, 4096, 6144, 8192, 9216, 12288, 16384, 18432, 19968}) {
    EXPECT_TRUE(sizes.contains(size)) << size;
  }
  EXPECT_GE(*sizes.begin(), 4000);
  EXPECT_LE(*sizes.rbegin(), 20000);
}

TEST(PlanAllocations, AreSlicesThatThePodHas) {
  PlanQuery query = made_query();
  query.most_chips = 40000;
  bool has_twisted = false;
  for (const PlanAllocation& allocation : plan_allocations(query)) {
    EXPECT_EQ(slice_shape_fault(allocation.slices.slice, query.pod), "");
    EXPECT_TRUE(!allocation.is_twisted || is_twistable(allocation.slices.slice, query.pod));
    has_twisted |= allocation.is_twisted;
  }
  EXPECT_TRUE(has_twisted);
}

TEST(PlanAllocations, KeepTheShapeAndTheNumberThatAreGiven) {
  PlanQuery query = made_query();
  query.most_chips = 4096;
  query.slice = Shape{{4, 4, 8}};
  for (const PlanAllocation& allocation : plan_allocations(query)) EXPECT_EQ(allocation.slices.slice, *query.slice);
  query.slice.reset();
  query.slices = 3;
  ASSERT_FALSE(plan_allocations(query).empty());
  for (const PlanAllocation& allocation : plan_allocations(query)) EXPECT_EQ(allocation.slices.slices, 3);
}

TEST(PlanQuery, EveryPartOfItChangesTheFingerprint) {
  const auto changed = [](const auto& change) {
    PlanQuery query = made_query();
    change(query);
    return fingerprint(query);
  };
  std::set<std::string> seen = {fingerprint(made_query())};
  EXPECT_TRUE(seen.contains(fingerprint(made_query())));
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.tokens += 1.0; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.start.model.layers = 33; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.start.sequence_length = 1024; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.chip.hbm_capacity = 1_GiB; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.pod.ocs_count = 1; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.site.power.pue = 1.5; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.failures.failures.pop_back(); })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.price.reset(); })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.limits.deadline = Seconds(1); })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.slice = Shape{{4, 4, 4}}; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.space.remats.pop_back(); })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.space.layouts.fixed.tensor = 2; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.objective = PlanObjective::kEnergy; })).second);
  EXPECT_TRUE(seen.insert(changed([](PlanQuery& q) { q.top = 6; })).second);
}

}  // namespace
}  // namespace gigapod
