#include "analysis/text_table.hpp"

#include "sim/base/check.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(TextTable, AlignsColumnsUnderHeadingsOfOneOrTwoLines) {
  TextTable table;
  table.column("name", TextTable::Align::kLeft).column("mean\nMW").column("note", TextTable::Align::kLeft);
  table.row({"a", "1,000", "x"});
  table.row({"long name", "5", ""});

  EXPECT_EQ(table.text(),
            "              mean\n"
            "  name          MW  note\n"
            "  a          1,000  x\n"
            "  long name      5\n");
}

TEST(TextTable, CountsCharactersAndNotBytes) {
  TextTable table;
  table.column("n", TextTable::Align::kLeft).column("v");
  table.row({"caf\xc3\xa9", "1"});
  table.row({"abcd", "2"});

  EXPECT_EQ(table.text(0), "n     v\ncaf\xc3\xa9  1\nabcd  2\n");
}

TEST(TextTable, WantsACellForEveryColumn) {
  TextTable table;
  table.column("a").column("b");

  EXPECT_THROW(table.row({"1"}), InternalError);
}

TEST(Clipped, MarksWhatWasCut) {
  EXPECT_EQ(clipped("frontier", 8), "frontier");
  EXPECT_EQ(clipped("frontier-2", 8), "fronti..");
  EXPECT_EQ(clipped("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 4), "\xc3\xa9\xc3\xa9..");
}

TEST(Wrapped, BreaksAtSpacesWithAHangingIndent) {
  EXPECT_EQ(wrapped("one two three four", 9, 2), "one two\n  three\n  four");
  EXPECT_EQ(wrapped("", 9, 2), "");
  EXPECT_EQ(wrapped("unbreakable", 5, 2), "unbreakable");
}

}  // namespace
}  // namespace gigapod
