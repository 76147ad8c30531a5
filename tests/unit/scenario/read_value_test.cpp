#include "sim/scenario/read_value.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

namespace gigapod {
namespace {

struct Case {
  std::string name;
  Field field;
  std::string text;
  std::string expected;  ///< the value as text, or the message
};

Field field_of(FieldKind kind, Dimension dimension = Dimension::kNone, Range range = kAny) {
  return {"x", kind, dimension, false, {}, range, {"one", "two"}, ""};
}

std::string value_text(const FieldValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("number {:f}", *number);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("whole {}", *whole);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&value)) return "text " + *text;
  std::string axes = "shape";
  for (const int length : std::get<std::vector<int>>(value)) axes += fmt::format(" {}", length);
  return axes;
}

/// The value of a scalar, or the message of its finding.
std::string outcome(const Field& field, const std::string& text, const char* zero_word = nullptr) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  DocumentNode node;
  node.kind = DocumentNode::Kind::kScalar;
  node.text = text;
  const auto value = read_value(node, field, findings, zero_word);
  return value ? value_text(*value) : diagnostics.findings().front().message;
}

class ReadValue : public testing::TestWithParam<Case> {};

TEST_P(ReadValue, GivesTheValueOrTheMessage) {
  EXPECT_EQ(outcome(GetParam().field, GetParam().text), GetParam().expected);
}

const Field kInt = field_of(FieldKind::kInteger, Dimension::kNone, {-10, 1e18});
const Field kReal = field_of(FieldKind::kNumber);
const Field kShare = field_of(FieldKind::kNumber, Dimension::kNone, kFraction);
const Field kTime = field_of(FieldKind::kQuantity, Dimension::kTime, kPositive);
const Field kRate = field_of(FieldKind::kQuantity, Dimension::kDataRate);
const Field kSpeed = field_of(FieldKind::kQuantity, Dimension::kOperationRate);
const Field kBox = field_of(FieldKind::kShape);
const Field kPick = field_of(FieldKind::kChoice);
const Field kTruth = field_of(FieldKind::kBoolean);

INSTANTIATE_TEST_SUITE_P(
    Scalars, ReadValue,
    testing::Values(
        Case{"Whole", kInt, "42", "whole 42"}, Case{"WholeAsPower", kInt, "15e12", "whole 15000000000000"},
        Case{"WholeExact", kInt, "9007199254740993", "whole 9007199254740993"},
        Case{"WholeWithPoint", kInt, "4.0", "whole 4"},
        Case{"PartOfAWhole", kInt, "4.5", "'x' expects a whole number, not '4.5'"},
        Case{"WholeTooSmall", kInt, "-11", "'x' is -11; it must be at least -10"},
        Case{"WholeTooLarge", kInt, "1e300", "'x' is 1e300; it must be at most 2^53"},
        Case{"WholeHex", kInt, "0x10", "'x' expects a whole number, not '0x10'"},
        Case{"WholeNothing", kInt, "", "'x' expects a whole number, not ''"},
        Case{"Real", kReal, "-1.5e3", "number -1500.000000"}, Case{"RealPlus", kReal, "+2", "number 2.000000"},
        Case{"RealTail", kReal, "2 4", "'x' expects a number, not '2 4'"},
        Case{"RealNan", kReal, "nan", "'x' must be a finite number, not 'nan'"},
        Case{"RealYamlNan", kReal, ".NaN", "'x' must be a finite number, not '.NaN'"},
        Case{"RealInf", kReal, "-.inf", "'x' must be a finite number, not '-.inf'"},
        Case{"RealHuge", kReal, "1e999", "'x' must be a finite number, not '1e999'"},
        Case{"Share", kShare, "1.01", "'x' is 1.01; it must be between 0 and 1"},
        Case{"Time", kTime, "1.5 h", "number 5400.000000"}, Case{"TimeTight", kTime, "90s", "number 90.000000"},
        Case{"TimeBare", kTime, "90", "'x' has no unit"},
        Case{"TimeZero", kTime, "0 s", "'x' is 0 s; it must be above 0 s"},
        Case{"TimeNegative", kTime, "-1 min", "'x' is -1 min; it must be above 0 s"},
        Case{"TimeNan", kTime, "nan s", "'x' must be a finite number, not 'nan s'"},
        Case{"TimeYamlNan", kTime, ".nan", "'x' must be a finite number, not '.nan'"},
        Case{"TimeHuge", kTime, "1e308 days", "'x' must be a finite number, not '1e308 days'"},
        Case{"TimeAsData", kTime, "3 GB", "'x' expects a time such as 30 min, not a data size"},
        Case{"TimeUnit", kTime, "3 fortnights", "'x' has the unknown unit 'fortnights'"},
        Case{"TimeWord", kTime, "soon", "'x' expects a time such as 30 min, not 'soon'"},
        Case{"RateBits", kRate, "800 Gbps", "number 100000000000.000000"},
        Case{"RatePower", kRate, "1 MW", "'x' expects a data rate such as 800 Gbps, not a power"},
        Case{"SpeedEnergy", kSpeed, "1 J", "'x' expects an operation rate such as 459 TFLOP/s, not an energy"},
        Case{"Shape", kBox, "4x4x8", "shape 4 4 8"}, Case{"ShapeOne", kBox, "7", "shape 7"},
        Case{"ShapeFour", kBox, "1x1x1x1", "'x' expects axis lengths such as 4x4x8, not '1x1x1x1'"},
        Case{"ShapeZero", kBox, "4x0", "'x' expects axis lengths such as 4x4x8, not '4x0'"},
        Case{"ShapeOpen", kBox, "4x4x", "'x' expects axis lengths such as 4x4x8, not '4x4x'"},
        Case{"ShapeHuge", kBox, "2147483647x2147483647x2",
             "'x' is 2147483647x2147483647x2: more than 10000000 chips"},
        Case{"ShapeOverflow", kBox, "99999999999x1", "'x' expects axis lengths such as 4x4x8, not '99999999999x1'"},
        Case{"Choice", kPick, "two", "text two"},
        Case{"ChoiceUnknown", kPick, "three", "'x' expects one of one, two, not 'three'"},
        Case{"True", kTruth, "true", "true"},
        Case{"TrueCase", kTruth, "True", "'x' expects true or false, not 'True'"}),
    [](const testing::TestParamInfo<Case>& tested) { return tested.param.name; });

TEST(ReadValueWord, StandsForZeroOnlyWhereItIsOffered) {
  EXPECT_EQ(outcome(kInt, "fit", "fit"), "whole 0");
  EXPECT_EQ(outcome(kTime, "auto", "auto"), "number 0.000000");
  EXPECT_EQ(outcome(kInt, "auto", "fit"), "'x' expects a whole number, not 'auto'");
}

TEST(ReadValueText, IsCutInMessages) {
  const std::string message = outcome(kInt, std::string(5'000, 'z'));

  EXPECT_LT(message.size(), 120u);
}

TEST(ReadValueRange, OfAnIntegerFieldIsThatOfItsMember) {
  struct Object {
    int whole = 0;
  };
  FieldList<Object> list;
  list.integer("x", &Object::whole, kAny, "");

  EXPECT_EQ(outcome(list.entries()[0].field, "2147483648"), "'x' is 2147483648; it must be at most 2147483647");
  EXPECT_EQ(outcome(list.entries()[0].field, "-2147483649"), "'x' is -2147483649; it must be at least -2147483648");
}

TEST(ReadValueExample, ReadsAsItsOwnDimension) {
  for (int i = 1; i <= static_cast<int>(Dimension::kEnergyPrice); ++i) {
    const auto dimension = static_cast<Dimension>(i);

    const auto amount = parse_amount(example_amount(dimension));

    ASSERT_TRUE(std::holds_alternative<Amount>(amount)) << example_amount(dimension);
    EXPECT_EQ(std::get<Amount>(amount).dimension, dimension);
  }
}

}  // namespace
}  // namespace gigapod
