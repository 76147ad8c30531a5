#include "sim/base/check.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gigapod {
namespace {

TEST(Check, NamesThePlaceTheClaimAndTheReason) {
  try {
    GIGAPOD_CHECK(1 + 1 == 3, "arithmetic holds");
    FAIL() << "the check passed";
  } catch (const InternalError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("check_test.cpp"), std::string::npos);
    EXPECT_NE(text.find("internal error: arithmetic holds (1 + 1 == 3)"), std::string::npos);
  }
}

}  // namespace
}  // namespace gigapod
