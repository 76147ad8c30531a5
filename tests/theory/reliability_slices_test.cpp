// Goodput of a TPU v4 pod against slice size and host availability, as in Figure 4 of arXiv:2304.01433.

#include "analysis/goodput/slice_goodput.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/scenario/catalog.hpp"
#include "tests/theory/documented_table.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace gigapod {
namespace {

constexpr int kDraws = 1000;

SliceGoodputStudy v4_study(const std::vector<Shape>& slices, const std::vector<double>& availabilities) {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  const PodSpec& pod = catalog.pods.at("v4");
  return slice_goodput(pod, catalog.chips.at(pod.chip), slices, availabilities, kDraws, 1);
}

const std::vector<Shape> kLargeSlices = {Shape{{8, 8, 16}}, Shape{{8, 16, 16}}, Shape{{12, 16, 16}}};

TEST(ReliabilitySlices, WithOcsLargeSlicesPromiseThePublishedGoodput) {
  for (const SliceGoodputRow& row : v4_study(kLargeSlices, {0.99, 0.995, 0.999}).rows) {
    ASSERT_TRUE(row.published);
    EXPECT_EQ(row.placed.promised, *row.published) << to_text(row.slice) << " at " << row.host_availability;
    EXPECT_EQ(row.exact->promised, *row.published) << to_text(row.slice) << " at " << row.host_availability;
  }
}

TEST(ReliabilitySlices, ThePageShowsTheTable) {
  expect_documented("slices", slice_goodput_text(v4_study(kLargeSlices, {0.99, 0.995, 0.999})));
}

TEST(ReliabilitySlices, PlacementAgreesWithTheBinomial) {
  for (const SliceGoodputRow& row : v4_study(kLargeSlices, {0.99, 0.995, 0.999}).rows) {
    EXPECT_NEAR(row.placed.mean.mean, row.exact->mean, 1.5 * row.placed.mean.half_width + 1e-3)
        << to_text(row.slice) << " at " << row.host_availability;
  }
}

TEST(ReliabilitySlices, WithoutOcsLargeSlicesNeedAThousandthOfTheHostsDownAtMost) {
  const auto rows = v4_study({Shape{{8, 8, 16}}, Shape{{12, 16, 16}}}, {0.99, 0.995, 0.999}).rows;

  // "Host availability must be 99.9%": below it no large slice can be promised, and of the largest little is left.
  EXPECT_EQ(rows[0].contiguous->promised, 0.0);
  EXPECT_LT(rows[0].contiguous->mean.high(), 0.30);
  EXPECT_GE(rows[2].contiguous->promised, 0.5);
  EXPECT_LT(rows[3].contiguous->mean.high(), 0.01);
  EXPECT_LT(rows[4].contiguous->mean.high(), 0.10);
  EXPECT_GT(rows[5].contiguous->mean.low(), 0.60);
}

TEST(ReliabilitySlices, OcsMakesHostsOfAPercentDownAsGoodAsFixedWiringWithAPerMille) {
  const auto rows = v4_study(kLargeSlices, {0.99, 0.999}).rows;

  for (std::size_t i = 0; i < rows.size(); i += 2) {
    EXPECT_GE(rows[i].placed.promised, rows[i + 1].contiguous->promised) << to_text(rows[i].slice);
  }
}

}  // namespace
}  // namespace gigapod
