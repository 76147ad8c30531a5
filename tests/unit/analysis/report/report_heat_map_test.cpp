#include "analysis/report/heat_map.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(HeatMap, HoldsTheMeanOfEachLabelOverEachInterval) {
  MetricSeries metric;
  metric["a"].set(Seconds(0.0), 1.0);
  metric["a"].set(Seconds(1800.0), 0.0);
  metric["b"].set(Seconds(0.0), 0.0);
  metric["b"].set(Seconds(3600.0), 1.0);

  const HeatMap map = build_heat_map(metric, Seconds(7200.0), 2);

  EXPECT_EQ(map.rows, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(map.columns, 2u);
  EXPECT_EQ(map.interval, Seconds(3600.0));
  EXPECT_EQ(map.cells, (std::vector<std::uint8_t>{128, 0, 0, 255}));
}

TEST(HeatMap, DrawsTooManyLabelsAsMeansOfNeighbours) {
  MetricSeries metric;
  for (int i = 0; i < 5; ++i) metric[fmt::format("pod-{}", i)].set(Seconds(0.0), i % 2);

  const HeatMap map = build_heat_map(metric, Seconds(10.0), 1, 3);

  EXPECT_EQ(map.row_members, 2u);
  EXPECT_EQ(map.rows, (std::vector<std::string>{"pod-0 … pod-1", "pod-2 … pod-3", "pod-4"}));
  EXPECT_EQ(map.cells, (std::vector<std::uint8_t>{128, 128, 0}));
}

TEST(HeatMap, StaysWithinItsCells) {
  MetricSeries metric;
  for (int i = 0; i < 4000; ++i) metric[fmt::format("pod-{:04}", i)].set(Seconds(0.0), 0.5);

  const HeatMap map = build_heat_map(metric, Seconds(90 * 86400.0));

  EXPECT_LE(map.cells.size(), 600'000u);
  EXPECT_EQ(map.cells.size(), map.rows.size() * map.columns);
}

TEST(HeatMap, ClampsWhatIsNoFraction) {
  MetricSeries metric;
  metric["a"].set(Seconds(0.0), 1.7);

  EXPECT_EQ(build_heat_map(metric, Seconds(1.0), 1).cells, (std::vector<std::uint8_t>{255}));
}

TEST(Base64, GivesTheTextsOfRfc4648) {
  const auto bytes = [](std::string_view text) { return std::vector<std::uint8_t>(text.begin(), text.end()); };

  EXPECT_EQ(base64(bytes("")), "");
  EXPECT_EQ(base64(bytes("f")), "Zg==");
  EXPECT_EQ(base64(bytes("fo")), "Zm8=");
  EXPECT_EQ(base64(bytes("foo")), "Zm9v");
  EXPECT_EQ(base64(bytes("foobar")), "Zm9vYmFy");
}

}  // namespace
}  // namespace gigapod
