#include "analysis/goodput/slice_goodput.hpp"

#include "sim/fabric/slice.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

/// 64 cubes of 16 hosts.
PodSpec cube_pod() {
  PodSpec pod;
  pod.name = "v4";
  pod.shape = Shape{{16, 16, 16}};
  return pod;
}

ChipSpec four_per_host() {
  ChipSpec chip;
  chip.chips_per_host = 4;
  return chip;
}

SliceGoodputStudy study_of(const Shape& slice, double availability, int draws = 300, std::uint64_t seed = 1) {
  return slice_goodput(cube_pod(), four_per_host(), {slice}, {availability}, draws, seed);
}

TEST(SliceGoodput, HealthyPodsAreFilled) {
  const SliceGoodputRow row = study_of(Shape{{8, 8, 16}}, 1.0).rows.at(0);

  EXPECT_EQ(row.placed.mean.mean, 1.0);
  EXPECT_EQ(row.placed.promised, 1.0);
  ASSERT_TRUE(row.contiguous);
  EXPECT_EQ(row.contiguous->mean.mean, 1.0);
}

TEST(SliceGoodput, ThreeQuartersOfAPodFitOnceWithAndWithoutSwitches) {
  const SliceGoodputRow row = study_of(Shape{{12, 16, 16}}, 1.0).rows.at(0);

  EXPECT_EQ(row.placed.mean.mean, 0.75);
  EXPECT_EQ(row.contiguous->mean.mean, 0.75);
}

TEST(SliceGoodput, PodsWithoutAHostUpHoldNothing) {
  const SliceGoodputRow row = study_of(Shape{{4, 4, 4}}, 0.0, 30).rows.at(0);

  EXPECT_EQ(row.placed.mean.mean, 0.0);
  EXPECT_EQ(row.contiguous->mean.mean, 0.0);
}

TEST(SliceGoodput, PlacementAgreesWithTheBinomialWhereAnyCubesServe) {
  for (const Shape& slice : {Shape{{4, 4, 4}}, Shape{{8, 8, 16}}, Shape{{12, 16, 16}}}) {
    const SliceGoodputRow row = study_of(slice, 0.99, 2000).rows.at(0);

    ASSERT_TRUE(row.exact);
    EXPECT_NEAR(row.placed.mean.mean, row.exact->mean, 2.0 * row.placed.mean.half_width) << to_text(slice);
  }
}

TEST(SliceGoodput, BoxesNeverHoldMoreThanAnyCubesDo) {
  const SliceGoodputStudy study =
      slice_goodput(cube_pod(), four_per_host(), {Shape{{4, 4, 4}}, Shape{{8, 8, 8}}, Shape{{8, 16, 16}}},
                    {0.98, 0.99, 0.999}, 200, 3);

  for (const SliceGoodputRow& row : study.rows) {
    EXPECT_LE(row.contiguous->mean.mean, row.placed.mean.mean) << to_text(row.slice);
    EXPECT_LE(row.contiguous->promised, row.placed.promised) << to_text(row.slice);
  }
}

TEST(SliceGoodput, OneCubeNeedsNoNeighbours) {
  const SliceGoodputRow row = study_of(Shape{{4, 4, 4}}, 0.99).rows.at(0);

  EXPECT_EQ(row.contiguous->mean.mean, row.placed.mean.mean);
}

TEST(SliceGoodput, SameSeedSameDraws) {
  const auto mean = [](std::uint64_t seed) {
    return study_of(Shape{{8, 8, 8}}, 0.99, 100, seed).rows[0].contiguous->mean.mean;
  };

  EXPECT_EQ(mean(5), mean(5));
  EXPECT_NE(mean(5), mean(6));
}

TEST(SliceGoodput, ContiguousPodsHaveNeitherExactFormNorASecondWiring) {
  const SliceGoodputStudy study =
      slice_goodput(without_ocs(cube_pod()), four_per_host(), {Shape{{4, 4, 4}}}, {0.99}, 30, 1);

  EXPECT_FALSE(study.rows[0].exact);
  EXPECT_FALSE(study.rows[0].contiguous);
}

TEST(SliceGoodput, TablesAndJsonHoldTheSameRows) {
  const SliceGoodputStudy study = study_of(Shape{{8, 16, 16}}, 0.999, 100);

  const std::string text = slice_goodput_text(study);
  const auto json = nlohmann::json::parse(slice_goodput_json(study));

  EXPECT_NE(text.find("8x16x16  2,048"), std::string::npos) << text;
  EXPECT_NE(text.find("without OCS"), std::string::npos);
  EXPECT_EQ(json["rows"][0]["published_fraction"], 0.5);
  EXPECT_EQ(json["rows"][0]["placed"]["mean_fraction"].get<double>(), study.rows[0].placed.mean.mean);
}

}  // namespace
}  // namespace gigapod
