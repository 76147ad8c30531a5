#include "sim/model/collective/gather_order.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace gigapod {
namespace {

GatherPart part(std::initializer_list<GatherPhase> phases) {
  GatherPart result;
  for (const GatherPhase& phase : phases) result.phases.push_back(phase);
  return result;
}

/// The two orders of a torus of 4 x 8.
std::vector<GatherPart> orders_of_4_by_8() { return {part({{0, 4, 1}, {1, 8, 4}}), part({{1, 8, 1}, {0, 4, 8}})}; }

constexpr std::array<int, 3> kRings{2, 2, 0};

TEST(GatherOrder, SharesLoadEveryAxisInProportionToItsLinks) {
  // Shards over each axis: 3 f + 24 g = 28 f + 7 g = 31 / 2.
  std::vector<GatherPart> parts = orders_of_4_by_8();

  balance_shares(parts, kRings);

  EXPECT_NEAR(3.0 * parts[0].share + 24.0 * parts[1].share, 15.5, 1e-12);
  EXPECT_NEAR(28.0 * parts[0].share + 7.0 * parts[1].share, 15.5, 1e-12);
  EXPECT_NEAR(parts[0].share, 0.404762, 1e-6);
}

TEST(GatherOrder, ALineGetsHalfTheLoadOfARing) {
  std::vector<GatherPart> parts = orders_of_4_by_8();

  balance_shares(parts, std::array<int, 3>{1, 2, 0});

  EXPECT_NEAR(3.0 * parts[0].share + 24.0 * parts[1].share, 31.0 / 3.0, 1e-12);
}

TEST(GatherOrder, WaitIsTheIdleTimeOfPartsThatGoWhole) {
  // The first part leaves the short axis at 0.607 of 7.75, shares the long one until 3.560, is done at 7.75; the
  // second is alone on the short axis from 3.560 for 7.143.
  std::vector<GatherPart> parts = orders_of_4_by_8();
  balance_shares(parts, kRings);

  EXPECT_NEAR(gather_wait(parts, kRings), (3.559524 + 7.142857) / 7.75 - 1.0, 1e-6);
}

TEST(GatherOrder, PartsThatKeepStepDoNotWait) {
  std::vector<GatherPart> parts{part({{0, 8, 1}, {1, 8, 8}}), part({{1, 8, 1}, {0, 8, 8}})};
  balance_shares(parts, kRings);

  EXPECT_NEAR(gather_wait(parts, kRings), 0.0, 1e-12);
}

TEST(GatherOrder, APartThatWouldGetANegativeShareGetsNone) {
  // Even the order that moves least over the short axis moves more there than a 201st of all.
  std::vector<GatherPart> parts{part({{0, 2, 1}, {1, 64, 2}}), part({{1, 64, 1}, {0, 2, 64}})};

  balance_shares(parts, std::array<int, 3>{1, 200, 0});

  EXPECT_DOUBLE_EQ(parts[0].share, 1.0);
  EXPECT_DOUBLE_EQ(parts[1].share, 0.0);
}

}  // namespace
}  // namespace gigapod
