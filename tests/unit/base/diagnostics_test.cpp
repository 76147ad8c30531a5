#include "sim/base/diagnostics.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Diagnostics, PrintsPlaceCaretAndHint) {
  Diagnostics diagnostics;
  diagnostics.error({"a.yaml", 3, 5}, "unknown key 'bandwith' in 'dcn'", "did you mean 'bandwidth'?",
                    "    bandwith: 3");

  EXPECT_EQ(diagnostics.text(),
            "a.yaml:3:5: error: unknown key 'bandwith' in 'dcn'\n"
            "      bandwith: 3\n"
            "      ^\n"
            "  did you mean 'bandwidth'?\n"
            "1 error\n");
}

TEST(Diagnostics, ListsEveryFindingInTheOrderOfTheFile) {
  Diagnostics diagnostics;
  diagnostics.error({"a.yaml", 9, 1}, "second");
  diagnostics.warning({"a.yaml", 10, 1}, "third");
  diagnostics.error({"a.yaml", 2, 1}, "first");

  EXPECT_EQ(diagnostics.text(),
            "a.yaml:2:1: error: first\na.yaml:9:1: error: second\na.yaml:10:1: warning: third\n2 errors\n");
}

TEST(Diagnostics, ThrowsOnceAndOnlyForErrors) {
  Diagnostics diagnostics;
  diagnostics.warning({"a.yaml", 1, 1}, "odd");
  EXPECT_NO_THROW(diagnostics.throw_if_errors());

  diagnostics.error({"a.yaml", 1, 1}, "bad");

  EXPECT_THROW(diagnostics.throw_if_errors(), InvalidInput);
}

}  // namespace
}  // namespace gigapod
