#include "analysis/json_csv.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(JsonCsv, WritesTheKeysAndThenARowForEachObject) {
  EXPECT_EQ(csv_rows({{{"name", "a"}, {"chips", 64}, {"share", 0.1}, {"fits", true}},
                      {{"name", "b, \"c\""}, {"chips", nullptr}, {"share", 1e-9}, {"fits", false}}}),
            "name,chips,share,fits\n"
            "a,64,0.1,true\n"
            "\"b, \"\"c\"\"\",,1e-09,false\n");
}

TEST(JsonCsv, NoObjectsHaveNoKeys) { EXPECT_EQ(csv_rows({}), "\n"); }

}  // namespace
}  // namespace gigapod
