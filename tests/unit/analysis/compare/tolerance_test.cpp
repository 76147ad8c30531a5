#include "analysis/compare/tolerance.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// A side with one run.
ComparedSide side_of(const std::string& name, std::map<std::string, double> figures) {
  ComparedSide side;
  side.name = name;
  for (const auto& [figure, value] : figures) side.groups.emplace_back(figure, FigureGroup::kHeadline);
  side.runs = {{1, std::move(figures)}};
  return side;
}

/// Names of the figures outside.
std::string outside(const std::string& table, const std::string& for_all) {
  Diagnostics findings;
  Comparison comparison =
      compare_sides({side_of("a", {{"goodput", 0.8}, {"failures", 100}, {"gone", 1}, {"zero", 0}}),
                     side_of("b", {{"goodput", 0.816}, {"failures", 103}, {"zero", 1e-9}})});
  const ToleranceTable tolerances = table.empty() ? ToleranceTable{} : read_tolerances("t.csv", table, findings);
  hold_to_tolerances(comparison, tolerances, parse_tolerance(for_all), findings);
  if (findings.has_errors()) return findings.text();
  std::string names;
  for (const ComparedFigure& figure : comparison.figures) {
    if (figure.differences[0].is_outside) names += figure.name + " ";
  }
  return names;
}

struct Case {
  const char* name;
  const char* table;
  const char* for_all;
  const char* expected;
};

class Tolerances : public testing::TestWithParam<Case> {};

TEST_P(Tolerances, SayWhatIsOutside) {
  EXPECT_EQ(outside(GetParam().table, GetParam().for_all), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, Tolerances,
    testing::Values(Case{"None", "", "", ""}, Case{"ForAll", "", "2.5%", "failures gone zero "},
                    Case{"AtItsEnd", "figure,tolerance\nfailures,3%\n", "", ""},
                    Case{"Amounts", "figure,tolerance\ngoodput,0.01\nzero,1e-6\nfailures,3\n", "", "goodput "},
                    Case{"OwnLineBeforePatterns", "figure,tolerance\n*,0%\nfailures,5%\n", "", "gone goodput zero "},
                    Case{"FirstPatternThatFits", "figure,tolerance\n*ai*,any\n*,1%\n", "", "gone goodput zero "},
                    Case{"AnyFreesFromForAll", "figure,tolerance\ngone,any\nzero,any\n", "1%", "failures goodput "},
                    Case{"UnknownFigure", "figure,tolerance\ngoodputt,1%\n", "",
                         "t.csv:2:1: error: the comparison has no figure 'goodputt'; did you mean 'goodput'?\n"
                         "  goodputt,1%\n  ^\n  `gigapod compare A B --csv` lists the figures\n1 error\n"},
                    Case{"NoTolerance", "figure,tolerance\ngoodput,a bit\nfailures,-1%\n", "",
                         "t.csv:2:9: error: 'a bit' is no tolerance\n  goodput,a bit\n          ^\n"
                         "  a tolerance is `1%` of the first side, an amount such as `0.5`, or `any`\n"
                         "t.csv:3:10: error: '-1%' is no tolerance\n  failures,-1%\n           ^\n"
                         "  a tolerance is `1%` of the first side, an amount such as `0.5`, or `any`\n2 errors\n"},
                    Case{"Twice", "figure,tolerance\ngoodput,1%\ngoodput,2%\n", "",
                         "t.csv:3:1: error: 'goodput' has a line already\n  goodput,2%\n  ^\n1 error\n"},
                    Case{"NoColumns", "name,value\ngoodput,1%\n", "",
                         "t.csv:1:1: error: the table needs the columns 'figure' and 'tolerance'\n  name,value\n  ^\n"
                         "  a tolerance is `1%` of the first side, an amount such as `0.5`, or `any`\n1 error\n"}),
    [](const auto& instance) { return instance.param.name; });

TEST(ParseTolerance, IsAShareOrAnAmount) {
  EXPECT_TRUE(parse_tolerance("1%")->is_relative);
  EXPECT_DOUBLE_EQ(parse_tolerance("1%")->amount, 0.01);
  EXPECT_FALSE(parse_tolerance("0.5")->is_relative);
  EXPECT_FALSE(parse_tolerance("1 %"));
  EXPECT_FALSE(parse_tolerance("nan"));
  EXPECT_FALSE(parse_tolerance(""));
}

TEST(OutsideText, SaysBothValuesAndWhatIsAllowed) {
  Comparison comparison = compare_sides({side_of("a", {{"goodput", 0.8}}), side_of("b", {{"goodput", 0.88}})});
  Diagnostics findings;
  hold_to_tolerances(comparison, {}, parse_tolerance("1%"), findings);

  EXPECT_EQ(outside_text(comparison), "gigapod: outside tolerance: goodput: a 0.8, b 0.88 (+10.00%, allowed 1%)\n");
  EXPECT_TRUE(comparison.is_outside());
}

}  // namespace
}  // namespace gigapod
