#include "analysis/validation/validation_cells.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

std::map<std::string, ChipSpec> chips() {
  std::map<std::string, ChipSpec> all;
  for (const char* name : {"v4", "v5e", "v5p", "v6e", "v7", "h100", "gb200", "a100"}) all[name].name = name;
  return all;
}

TEST(WrittenNumber, ReadsNumbersAsPeopleWriteThem) {
  struct Case {
    const char* text;
    double number;
  };
  for (const Case& test :
       {Case{"12", 12}, Case{" 1,536 ", 1536}, Case{"1,234,567.5", 1234567.5}, Case{"1_000_000", 1e6},
        Case{"~120", 120}, Case{"\xe2\x89\x88 3.5", 3.5}, Case{"55.2%", 55.2}, Case{"55.2 %", 55.2},
        Case{"10.5 s", 10.5}, Case{"380 ms", 0.38}, Case{"328 TFLOP/s", 328}, Case{"1e3", 1000}, Case{"70B", 70},
        Case{"+4", 4}, Case{"-4", -4}}) {
    const auto number = written_number(test.text);
    ASSERT_TRUE(number) << test.text;
    EXPECT_DOUBLE_EQ(*number, test.number) << test.text;
  }
}

TEST(WrittenNumber, IsNothingForOtherText) {
  for (const char* text : {"", "many", "1-2", "2k tokens", "12,34", "nan", "inf", "3 apples", "1e999", "4x4"}) {
    EXPECT_FALSE(written_number(text)) << text;
  }
}

TEST(IsUnknown, KnowsTheWaysToLeaveACellOpen) {
  for (const char* text : {"", " ", "-", "n/a", "N/A", "NaN", "null", "unknown", "?", "\xe2\x80\x94"}) {
    EXPECT_TRUE(is_unknown(text)) << text;
  }
  for (const char* text : {"0", "none", "full"}) EXPECT_FALSE(is_unknown(text)) << text;
}

TEST(ChipNamed, FindsTheCatalogsNameOfAChip) {
  struct Case {
    const char* text;
    const char* name;
  };
  for (const Case& test : {Case{"v5p", "v5p"},
                           Case{"TPU v5p", "v5p"},
                           Case{"Cloud TPU v5p-256", "v5p"},
                           Case{"Ironwood", "v7"},
                           Case{"TPU v7 (Ironwood)", "v7"},
                           Case{"tpu7x", "v7"},
                           Case{"TPU7x-256", "v7"},
                           Case{"v7x", "v7"},
                           Case{"Trillium", "v6e"},
                           Case{"TPU v6e (Trillium)", "v6e"},
                           Case{"v5litepod", "v5e"},
                           Case{"v5litepod-16", "v5e"},
                           Case{"TPU v5 lite", "v5e"},
                           Case{"tpuv4", "v4"},
                           Case{"H100", "h100"},
                           Case{"H100 SXM", "h100"},
                           Case{"NVIDIA H100 SXM5 80GB", "h100"},
                           Case{"DGX-H100", "h100"},
                           Case{"A100-80GB", "a100"},
                           Case{"GB200 NVL72", "gb200"}}) {
    EXPECT_EQ(chip_named(test.text, chips()), test.name) << test.text;
  }
}

TEST(ChipNamed, DoesNotGuess) {
  for (const char* text : {"", "TPU", "TPU v5", "v3", "A100 40GB", "MI300X", "v5p or v5e"}) {
    EXPECT_FALSE(chip_named(text, chips())) << text;
  }
}

}  // namespace
}  // namespace gigapod
