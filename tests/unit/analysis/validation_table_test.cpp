#include "analysis/validation_table.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr const char* kHeader = "row_id,chip,chips,layers,hidden,heads,seq,parallelism\n";

std::string findings_of(const std::string& text) {
  Diagnostics findings;
  (void)read_training_table("runs.csv", text, findings);
  return findings.text();
}

TEST(ValidationTable, ReadsQuotedFieldsAndLineBreaks) {
  Diagnostics findings;
  const auto rows = read_training_table(
      "runs.csv",
      std::string(kHeader) + "1,v4,64,2,8,2,16,\"fsdp=64, \"\"plain\"\"\"\r\n\n2,v4,8,2,8,2,16,\"a\nb\"\n", findings);

  EXPECT_EQ(findings.text(), "");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("parallelism"), "fsdp=64, \"plain\"");
  EXPECT_EQ(rows[1].at("parallelism"), "a\nb");
  EXPECT_EQ(rows[1].at("line"), "4");
}

TEST(ValidationTable, NamesThePlaceOfEveryFault) {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::string header = kHeader;
  const std::vector<Case> cases = {
      {"", "runs.csv: error: the table is empty"},
      {"row_id,chip,chipss,layers,hidden,heads,seq,parallelism\n",
       "runs.csv:1:1: error: the table has no column "
       "'chips'"},
      {"chip,chip,chips,layers,hidden,heads,seq,parallelism\n", "runs.csv:1:6: error: column 'chip' is named twice"},
      {header + "1,v4,64\n", "runs.csv:2:1: error: this row has 3 cells, but the table has 8 columns"},
      {header + "1,v4,many,2,8,2,16,fsdp=64\n", "runs.csv:2:6: error: chips: 'many' is not a number"},
      {header + "1,v4,-4,2,8,2,16,fsdp=64\n", "runs.csv:2:6: error: chips: -4 is out of range"},
      {header + "1,v4,64,2.5,8,2,16,fsdp=64\n", "runs.csv:2:9: error: layers: 2.5 is not a whole number"},
      {header + "1,v4,64,2,8,2,16,\"fsdp=64\n", "runs.csv:2:18: error: this quote is never closed"},
  };
  for (const Case& test : cases) {
    const std::string text = findings_of(test.text);
    EXPECT_EQ(text.substr(0, text.find('\n')), test.error);
  }
}

TEST(ValidationTable, QuotesFieldsThatNeedIt) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"x\""), "\"say \"\"x\"\"\"");
}

}  // namespace
}  // namespace gigapod
