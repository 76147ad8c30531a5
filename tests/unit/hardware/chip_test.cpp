#include "sim/hardware/chip.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

ChipSpec chip_with(double bf16, double int8, double fp8, double fp4) {
  ChipSpec chip;
  chip.peak_bf16 = FlopsPerSecond(bf16);
  chip.peak_int8 = FlopsPerSecond(int8);
  chip.peak_fp8 = FlopsPerSecond(fp8);
  chip.peak_fp4 = FlopsPerSecond(fp4);
  return chip;
}

TEST(PeakRate, IsThatOfThePrecision) {
  const ChipSpec chip = chip_with(1, 2, 3, 4);

  EXPECT_EQ(peak_rate(chip, Precision::kBf16).value(), 1);
  EXPECT_EQ(peak_rate(chip, Precision::kInt8).value(), 2);
  EXPECT_EQ(peak_rate(chip, Precision::kFp8).value(), 3);
  EXPECT_EQ(peak_rate(chip, Precision::kFp4).value(), 4);
}

TEST(PeakRate, FallsBackToTheNextWiderFormat) {
  const ChipSpec plain = chip_with(1, 0, 0, 0);
  const ChipSpec with_fp8 = chip_with(1, 0, 3, 0);

  EXPECT_EQ(peak_rate(plain, Precision::kInt8).value(), 1);
  EXPECT_EQ(peak_rate(plain, Precision::kFp8).value(), 1);
  EXPECT_EQ(peak_rate(plain, Precision::kFp4).value(), 1);
  EXPECT_EQ(peak_rate(with_fp8, Precision::kFp4).value(), 3);
}

TEST(ChipFields, HaveDistinctNamesAndSentences) {
  const FieldList<ChipSpec> fields = chip_fields();
  std::set<std::string> names;
  for (const auto& entry : fields.entries()) {
    EXPECT_TRUE(names.insert(entry.field.name).second) << entry.field.name;
    EXPECT_FALSE(entry.field.sentence.empty()) << entry.field.name;
    EXPECT_EQ(entry.field.sentence.back(), '.') << entry.field.name;
  }
}

TEST(ChipFields, WriteWhatTheyRead) {
  const FieldList<ChipSpec> fields = chip_fields();
  ChipSpec from = chip_with(1, 2, 3, 4);
  from.name = std::string("small");
  from.chips_per_host = 7;
  from.hbm_capacity = Bytes(5);
  from.ici_efficiency = 0.5;
  ChipSpec to;

  for (const auto& entry : fields.entries()) entry.write(to, entry.read(from));

  EXPECT_EQ(to, from);
}

}  // namespace
}  // namespace gigapod
