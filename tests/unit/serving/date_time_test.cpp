#include "sim/serving/date_time.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(DateTime, CountsSecondsSince1970) {
  EXPECT_EQ(parse_date_time("1970-01-01 00:00:00"), (DateTime{0, 0.0}));
  EXPECT_EQ(parse_date_time("2000-03-01T00:00:00Z"), (DateTime{951868800, 0.0}));
  EXPECT_EQ(parse_date_time("2023-11-16 18:15:46.6805900"), (DateTime{1700158546, 0.68059}));
  EXPECT_EQ(parse_date_time("2024-05-10 02:00:00.5+02:00"), (DateTime{1715299200, 0.5}));
  EXPECT_EQ(parse_date_time("1969-12-31 23:59:59"), (DateTime{-1, 0.0}));
}

TEST(DateTime, ReadsNothingElse) {
  for (const char* text : {"", "12.5", "2023-11-16", "2023-13-01 00:00:00", "2023-01-32 00:00:00",
                           "2023-01-01 24:00:00", "2023-01-01 00:60:00", "2023-01-01 00:00:00 UTC",
                           "2023-01-01 00:00:00+25:00", "2023/01/01 00:00:00", "2023-01-01 00:00:00.x"}) {
    EXPECT_FALSE(parse_date_time(text)) << text;
  }
}

}  // namespace
}  // namespace gigapod
