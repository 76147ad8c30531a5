#include "sim/scenario/flat_values.hpp"

#include "sim/base/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(FlatValues, ItemsGoByTheirNameAndListsOfPlainValuesAreOne) {
  EXPECT_THAT(flat_values("name: x\n"
                          "site: {power: {grid_power: 1 GW}, tags: [a, b]}\n"
                          "jobs:\n"
                          "  - {name: train, slices: 2}\n"
                          "  - {name: tune, slices: 1}\n"),
              ElementsAre(Pair("name", "x"), Pair("site.power.grid_power", "1 GW"), Pair("site.tags", "[a, b]"),
                          Pair("jobs.train.name", "train"), Pair("jobs.train.slices", "2"),
                          Pair("jobs.tune.name", "tune"), Pair("jobs.tune.slices", "1")));
}

TEST(FlatValues, ItemsWithoutNamesOfTheirOwnGoByPlace) {
  EXPECT_THAT(flat_values("a: [{x: 1}, {x: 2}]\nb: [{name: n}, {name: n}]\nc: []\nd:\n"),
              ElementsAre(Pair("a.0.x", "1"), Pair("a.1.x", "2"), Pair("b.0.name", "n"), Pair("b.1.name", "n"),
                          Pair("c", "[]"), Pair("d", "null")));
}

TEST(FlatValues, RefusesWhatIsNoYaml) { EXPECT_THROW((void)flat_values("a: [1, 2\nb: {"), InvalidInput); }

}  // namespace
}  // namespace gigapod
