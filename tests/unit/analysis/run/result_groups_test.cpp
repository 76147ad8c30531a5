#include "analysis/run/result_groups.hpp"

#include "tests/definition_rules.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(ResultGroups, SayWhatTheirColumnsAreInTheUnitOfTheirName) { EXPECT_EQ(definition_faults(result_groups()), ""); }

}  // namespace
}  // namespace gigapod
