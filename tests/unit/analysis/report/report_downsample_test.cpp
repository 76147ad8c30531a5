#include "analysis/report/downsample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gigapod {
namespace {

PiecewiseSeries walk(std::size_t points, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  PiecewiseSeries series;
  double time = 0.0;
  for (std::size_t i = 0; i < points; ++i) {
    series.set(Seconds(time), static_cast<double>(random() % 100'000));
    time += 1.0 + static_cast<double>(random() % 100);
  }
  return series;
}

double lowest(const std::vector<PiecewiseSeries::Point>& points) {
  return std::min_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.value < b.value; })->value;
}

double highest(const std::vector<PiecewiseSeries::Point>& points) {
  return std::max_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.value < b.value; })->value;
}

TEST(Downsample, KeepsAShortSeriesAsItIs) {
  const PiecewiseSeries series = walk(100, 1);

  EXPECT_EQ(downsample(series, Seconds(1e5), 2000), series.points());
}

TEST(Downsample, KeepsFirstLastLowestAndHighestOfALongSeries) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const PiecewiseSeries series = walk(30'000, seed);

    const auto kept = downsample(series, series.points().back().time + Seconds(10.0), 2000);

    EXPECT_LE(kept.size(), 2000u);
    EXPECT_EQ(kept.front(), series.points().front());
    EXPECT_EQ(kept.back(), series.points().back());
    EXPECT_EQ(lowest(kept), lowest(series.points()));
    EXPECT_EQ(highest(kept), highest(series.points()));
  }
}

TEST(Downsample, KeepsOnlyPointsOfTheSeriesInTheOrderOfTime) {
  const PiecewiseSeries series = walk(20'000, 7);

  const auto kept = downsample(series, series.points().back().time, 400);

  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end(), [](auto& a, auto& b) { return a.time < b.time; }));
  for (const auto& point : kept) EXPECT_EQ(series.at(point.time), point.value);
}

TEST(Downsample, KeepsASpikeOfOneSecondInNinetyDays) {
  PiecewiseSeries series;
  for (int hour = 0; hour < 2160 * 4; ++hour) series.set(Seconds(hour * 900.0), hour % 2);
  PiecewiseSeries spiked;
  for (const auto& point : series.points()) {
    spiked.set(point.time, point.value);
    if (point.time == Seconds(900.0 * 4001)) {
      spiked.set(point.time + Seconds(10.0), 1e6);
      spiked.set(point.time + Seconds(11.0), 0.5);
    }
  }

  const auto kept = downsample(spiked, Seconds(90 * 86400.0));

  EXPECT_EQ(highest(kept), 1e6);
}

TEST(IntervalMeans, WeighsValuesByTheTimeTheyHold) {
  PiecewiseSeries series;
  series.set(Seconds(0.0), 10.0);
  series.set(Seconds(15.0), 30.0);

  const std::vector<double> means = interval_means(series, Seconds(10.0), Seconds(25.0));

  EXPECT_EQ(means, (std::vector<double>{10.0, 20.0, 30.0}));
}

TEST(IntervalMeans, AreZeroBeforeTheFirstPoint) {
  PiecewiseSeries series;
  series.set(Seconds(5.0), 8.0);

  EXPECT_EQ(interval_means(series, Seconds(10.0), Seconds(10.0)), (std::vector<double>{4.0}));
}

TEST(IntervalMeans, AddUpToTheIntegral) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const PiecewiseSeries series = walk(500, seed);
    const Seconds horizon = series.points().back().time + Seconds(33.0);

    const std::vector<double> means = interval_means(series, Seconds(97.0), horizon);

    double sum = 0.0;
    for (std::size_t i = 0; i < means.size(); ++i) {
      sum += means[i] * std::min(97.0, horizon.value() - 97.0 * static_cast<double>(i));
    }
    EXPECT_NEAR(sum, series.integral(horizon), 1e-9 * sum);
  }
}

TEST(ReportInterval, IsARoundTimeThatCutsTheHorizonSmallEnough) {
  EXPECT_EQ(report_interval(Seconds(30 * 86400.0), 720), Seconds(3600.0));
  EXPECT_EQ(report_interval(Seconds(90 * 86400.0), 720), Seconds(10800.0));
  EXPECT_EQ(report_interval(Seconds(3600.0), 720), Seconds(5.0));
  EXPECT_EQ(report_interval(Seconds(72.0), 720), Seconds(0.1));
  EXPECT_EQ(interval_count(Seconds(3600.0), Seconds(30 * 86400.0)), 720u);
  EXPECT_EQ(interval_count(Seconds(10.0), Seconds(25.0)), 3u);
}

}  // namespace
}  // namespace gigapod
