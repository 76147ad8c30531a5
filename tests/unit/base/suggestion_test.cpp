#include "sim/base/suggestion.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Suggestion, FindsTheNearestKnownWord) {
  EXPECT_EQ(nearest_word("bandwith", {"latency", "bandwidth"}), "bandwidth");
  EXPECT_EQ(nearest_word("sede", {"seed", "site"}), "seed");
}

TEST(Suggestion, PrefersAWordThatDiffersOnlyInCase) {
  EXPECT_EQ(nearest_word("mW", {"W", "kW", "MW", "GW"}), "MW");
  EXPECT_EQ(nearest_word("gib", {"GB", "GiB"}), "GiB");
}

TEST(Suggestion, SaysNothingWhenNoWordIsNear) {
  EXPECT_EQ(nearest_word("colour", {"latency", "bandwidth"}), std::nullopt);
  EXPECT_EQ(nearest_word("x", {}), std::nullopt);
}

}  // namespace
}  // namespace gigapod
