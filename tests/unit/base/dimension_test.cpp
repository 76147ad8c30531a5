#include "sim/base/dimension.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

struct ReadCase {
  const char* text;
  double base_value;
  Dimension dimension;
};

class ReadsAmount : public testing::TestWithParam<ReadCase> {};

TEST_P(ReadsAmount, InItsBaseUnit) {
  const auto result = parse_amount(GetParam().text);

  ASSERT_TRUE(std::holds_alternative<Amount>(result));
  EXPECT_DOUBLE_EQ(std::get<Amount>(result).base_value, GetParam().base_value);
  EXPECT_EQ(std::get<Amount>(result).dimension, GetParam().dimension);
}

INSTANTIATE_TEST_SUITE_P(Units, ReadsAmount,
                         testing::Values(ReadCase{"800 Gbps", 1e11, Dimension::kDataRate},
                                         ReadCase{"1.5us", 1.5e-6, Dimension::kTime},
                                         ReadCase{"30 days", 2592000.0, Dimension::kTime},
                                         ReadCase{"32 GiB", 34359738368.0, Dimension::kData},
                                         ReadCase{"1e3 TFLOP/s", 1e15, Dimension::kOperationRate},
                                         ReadCase{"1.1 GW", 1.1e9, Dimension::kPower},
                                         ReadCase{"-3 W", -3.0, Dimension::kPower},
                                         ReadCase{"36 $/MWh", 1e-8, Dimension::kEnergyPrice}));

struct FaultCase {
  const char* text;
  AmountError error;
};

class RefusesAmount : public testing::TestWithParam<FaultCase> {};

TEST_P(RefusesAmount, NamingTheFault) {
  const auto result = parse_amount(GetParam().text);

  ASSERT_TRUE(std::holds_alternative<AmountError>(result));
  EXPECT_EQ(std::get<AmountError>(result), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, RefusesAmount,
    testing::Values(FaultCase{"5", AmountError::kMissingUnit}, FaultCase{"fast", AmountError::kNotANumber},
                    FaultCase{"", AmountError::kNotANumber}, FaultCase{"5 furlongs", AmountError::kUnknownUnit},
                    FaultCase{"nan s", AmountError::kNotFinite}, FaultCase{"inf s", AmountError::kNotFinite},
                    FaultCase{"1e999 s", AmountError::kNotFinite}, FaultCase{"1e308 h", AmountError::kNotFinite}));

TEST(AmountText, ReadsBackToTheSameDouble) {
  std::mt19937_64 engine(7);
  std::uniform_real_distribution<double> exponent(-12, 21);
  const Dimension dimensions[] = {Dimension::kTime,  Dimension::kData,  Dimension::kDataRate,   Dimension::kPowerRamp,
                                  Dimension::kPower, Dimension::kMoney, Dimension::kEnergyPrice};

  for (int i = 0; i < 2000; ++i) {
    const double value = std::pow(10.0, exponent(engine));
    for (const Dimension dimension : dimensions) {
      const auto back = parse_amount(amount_text(value, dimension));
      ASSERT_TRUE(std::holds_alternative<Amount>(back)) << amount_text(value, dimension);
      EXPECT_EQ(std::get<Amount>(back).base_value, value) << amount_text(value, dimension);
      EXPECT_EQ(std::get<Amount>(back).dimension, dimension);
    }
  }
}

TEST(ShortAmount, IsWrittenForPeople) {
  EXPECT_EQ(short_text(Watts(1.09e9)), "1.09 GW");
  EXPECT_EQ(short_text(Seconds(17.6)), "17.6 s");
  EXPECT_EQ(short_text(Seconds(0)), "0 s");
  EXPECT_EQ(short_text(Joules(3.6e12 * 790)), "790 GWh");
  EXPECT_EQ(short_text(Joules(3.6e12 * 123456)), "123456 GWh");
}

}  // namespace
}  // namespace gigapod
