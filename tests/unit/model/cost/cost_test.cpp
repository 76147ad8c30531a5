#include "sim/model/cost/chip_price.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(ChipPrice, KnowsPublishedPrices) {
  const auto price = find_chip_price("v5p");

  ASSERT_TRUE(price.has_value());
  EXPECT_NEAR((price->on_demand * 1_h).value(), 4.20, 1e-9);
  EXPECT_NEAR((price->three_years * 1_h).value(), 1.89, 1e-9);
}

TEST(ChipPrice, SaysNothingAboutAChipWithoutOne) { EXPECT_FALSE(find_chip_price("v2").has_value()); }

TEST(ChipPrice, IsLowerForALongerCommitment) {
  for (const char* chip : {"v5e", "v5p", "v6e", "v7"}) {
    const auto price = find_chip_price(chip);
    ASSERT_TRUE(price.has_value());
    EXPECT_LT(price->one_year, price->on_demand);
    EXPECT_LT(price->three_years, price->one_year);
  }
}

}  // namespace
}  // namespace gigapod
