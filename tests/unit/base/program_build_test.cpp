#include "sim/base/program_build.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(ProgramBuild, IsTheHashThatTheLinkerGaveTheLibrary) {
  EXPECT_THAT(program_build(), testing::MatchesRegex("[0-9a-f]{16,}"));
}

}  // namespace
}  // namespace gigapod
