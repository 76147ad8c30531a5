#include "sim/base/quantity.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace gigapod {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};

TEST(Quantity, AmountsOfDifferentDimensionDoNotMix) {
  static_assert(!Addable<Seconds, Bytes>);
  static_assert(!std::is_convertible_v<double, Seconds>);
  static_assert(sizeof(Joules) == 8);
}

TEST(Quantity, ProductsAndQuotientsCarryTheirDimension) {
  static_assert(std::is_same_v<decltype(1_GB / 1_s), BytesPerSecond>);
  static_assert(std::is_same_v<decltype(1_W * 1_s), Joules>);
  static_assert(std::is_same_v<decltype(1_GB / 1_MB), double>);

  EXPECT_DOUBLE_EQ((100_GB / 50_GBps).value(), 2.0);
  EXPECT_DOUBLE_EQ((2_kW * 3_h / 1_kWh), 6.0);
}

TEST(Quantity, BitsAndBytesAndBinaryPrefixesAreDistinct) {
  EXPECT_DOUBLE_EQ((800_Gbps).value(), 100e9);
  EXPECT_DOUBLE_EQ((100_GBps).value(), 100e9);
  EXPECT_DOUBLE_EQ((1_GiB).value(), 1073741824.0);
}

}  // namespace
}  // namespace gigapod
