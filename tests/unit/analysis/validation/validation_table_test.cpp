#include "analysis/validation/validation_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kHeader = "row_id,chip,chips,layers,hidden,heads,seq,parallelism\n";

std::map<std::string, ChipSpec> chips() {
  std::map<std::string, ChipSpec> all;
  all["v4"].name = "v4";
  all["v7"].name = "v7";
  return all;
}

MeasuredTable table_of(const std::string& text) {
  Diagnostics findings;
  MeasuredTable table = read_measured_table("runs.csv", text, chips(), findings);
  EXPECT_EQ(findings.text(), "");
  return table;
}

std::string findings_of(const std::string& text) {
  Diagnostics findings;
  (void)read_measured_table("runs.csv", text, chips(), findings);
  return findings.text();
}

TEST(ValidationTable, ReadsQuotedFieldsAndLineBreaks) {
  const MeasuredTable table = table_of(
      std::string(kHeader) +
      "1,v4,64,2,8,2,16,\"fsdp=64, \"\"plain\"\"\"\r\n\n2,v4,8,2,8,2,16,\"a\nb\"\n3,v4,8,2,8,2,16,4\" wide\n");

  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0].cells.at("parallelism"), "fsdp=64, \"plain\"");
  EXPECT_EQ(table.rows[1].cells.at("parallelism"), "a\nb");
  EXPECT_EQ(table.rows[1].line, 4U);
  EXPECT_EQ(table.rows[2].cells.at("parallelism"), "4\" wide");
}

TEST(ValidationTable, TellsItsKindByTheColumns) {
  EXPECT_EQ(table_of(kHeader).kind, TableKind::kTraining);
  EXPECT_EQ(table_of("system,op,topology,size_bytes,metric,value,unit\n").kind, TableKind::kCollectives);
  EXPECT_EQ(table_of("collective,chip,slice,twisted,bytes\n").kind, TableKind::kFlows);
  EXPECT_EQ(table_of("model,hardware,phase_or_scenario,metric,value,unit,notes\n").kind, TableKind::kServing);
}

TEST(ValidationTable, ReadsByteOrderMarkCarriageReturnsSpacesAndCapitals) {
  const MeasuredTable table = table_of(
      "\xef\xbb\xbfRow_ID, Chip ,chips,layers,hidden,heads,seq,parallelism\r\n1,TPU v4,\"4,096\",~2,8,2,16,\r\n");

  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].cells.at("row_id"), "1");
  EXPECT_EQ(table.rows[0].cells.at("chip"), "v4");
  EXPECT_EQ(table.rows[0].cells.at("chips"), "4096");
  EXPECT_EQ(table.rows[0].cells.at("layers"), "2");
  EXPECT_THAT(table.rows[0].notes, IsEmpty());
}

TEST(ValidationTable, ReadsSemicolonsAndTabs) {
  for (const char separator : {';', '\t'}) {
    std::string text = "row_id;chip;chips;layers;hidden\n1;v4;1,024;2;8\n";
    std::replace(text.begin(), text.end(), ';', separator);

    const MeasuredTable table = table_of(text);

    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].cells.at("chips"), "1024");
    EXPECT_EQ(table.rows[0].cells.at("hidden"), "8");
  }
}

TEST(ValidationTable, FillsShortRowsAndNotesCellsWithoutAColumn) {
  const MeasuredTable table = table_of(std::string(kHeader) + "1,v4,64\n,,,,,,,\n2,v4,64,2,8,2,16,fsdp,,extra\n");

  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].cells.at("parallelism"), "");
  EXPECT_THAT(table.rows[1].notes, ElementsAre("cell 10 ('extra') has no column"));
}

TEST(ValidationTable, LeavesUnreadableNumbersEmptyWithANote) {
  const MeasuredTable table =
      table_of(std::string(kHeader) + "1,v4,many,-2,8.5,n/a,16,\n2,v4,20000000,2,8,2,16,fsdp=64\n");

  EXPECT_THAT(table.rows[0].notes, ElementsAre("chips: 'many' is not a number", "layers: -2 is not from 0 to 100000",
                                               "hidden: 8.5 is not a whole number"));
  EXPECT_EQ(table.rows[0].cells.at("heads"), "");
  EXPECT_THAT(table.rows[1].notes, ElementsAre("chips: 20000000 is not from 0 to 1e+07"));
}

TEST(ValidationTable, ReadsTheChipFromTheSystemWhereItsCellIsEmpty) {
  const MeasuredTable table = table_of("system,chip,layers,hidden\nTPU7x-256,,2,8\n");

  EXPECT_EQ(table.rows[0].cells.at("chip"), "v7");
  EXPECT_THAT(table.rows[0].notes, ElementsAre("chip v7 read from 'TPU7x-256'"));
}

TEST(ValidationTable, NamesThePlaceOfEveryFault) {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::string header = kHeader;
  const std::vector<Case> cases = {
      {"", "runs.csv: error: the table is empty"},
      {"name,size\n", "runs.csv:1:1: error: the columns are neither those of training runs nor those of collectives"},
      {"id,model,chips,phase_or_scenario,output_len,metric,value\n",
       "runs.csv:1:1: error: a table of serving measurements without 'hardware', 'unit'"},
      {"model,hardware,phase_or_scenario,metric,value,unit,input_ln\n",
       "runs.csv:1:52: error: unknown column 'input_ln'"},
      {"chip,chip,chips,layers,hidden,heads,seq,parallelism\n", "runs.csv:1:6: error: column 'chip' is named twice"},
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
