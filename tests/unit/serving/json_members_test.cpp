#include "sim/serving/json_members.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(JsonMembers, SplitsAnObject) {
  std::vector<JsonMember> members;

  EXPECT_EQ(json_members(R"( {"a": 1.5, "b" : [1, [2, "]"], 3],"c":"x\"y", "d": {"e": null}, "f":true} )", members),
            "");

  ASSERT_EQ(members.size(), 5u);
  EXPECT_EQ(members[0].key, "a");
  EXPECT_EQ(members[0].value, "1.5");
  EXPECT_EQ(members[1].value, R"([1, [2, "]"], 3])");
  EXPECT_EQ(members[2].value, R"(x\"y)");
  EXPECT_EQ(members[3].value, R"({"e": null})");
  EXPECT_EQ(members[4].value, "true");
  EXPECT_EQ(json_members("{}", members), "");
  EXPECT_TRUE(members.empty());
}

TEST(JsonMembers, SaysWhereAnObjectEnds) {
  struct Case {
    const char* text;
    const char* rest;
  };
  std::vector<JsonMember> members;
  for (const Case& each : {Case{"[1]", "[1]"}, Case{R"({"a": 1} x)", "x"}, Case{R"({"a" 1})", "1}"},
                           Case{R"({"a": 1)", "1"}, Case{R"({"a": [1, 2)", "[1, 2"}, Case{R"({a: 1})", "a: 1}"},
                           Case{R"({"a": })", "}"}, Case{R"({"a": 1,)", ","}, Case{R"({"a)", R"("a)"}}) {
    EXPECT_EQ(json_members(each.text, members), each.rest) << each.text;
  }
}

}  // namespace
}  // namespace gigapod
