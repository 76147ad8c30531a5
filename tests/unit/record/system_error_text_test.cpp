#include "sim/record/system_error_text.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace gigapod {
namespace {

TEST(SystemErrorText, StartsInLowerCaseForUseInsideASentence) {
  EXPECT_EQ(system_error_text(ENOSPC), "no space left on device");
  EXPECT_EQ(system_error_text(EACCES), "permission denied");
}

}  // namespace
}  // namespace gigapod
