#include "sim/base/sampling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace gigapod {
namespace {

TEST(Sampling, ALatinHypercubeHitsEveryStratumOfEveryAxisOnce) {
  for (const std::size_t size : {1u, 2u, 7u, 64u}) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const auto points = sample_points(SampleMethod::kLatinHypercube, 3, size, seed);
      ASSERT_EQ(points.size(), size);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        std::set<int> strata;
        for (const SamplePoint& point : points) {
          strata.insert(static_cast<int>(std::floor(point[axis] * static_cast<double>(size))));
        }
        EXPECT_EQ(strata.size(), size);
        EXPECT_EQ(*strata.begin(), 0);
        EXPECT_EQ(*strata.rbegin(), static_cast<int>(size) - 1);
      }
    }
  }
}

TEST(Sampling, EveryMethodFollowsItsSeedAndStaysInside) {
  for (std::size_t i = 0; i < sample_method_names().size(); ++i) {
    const auto method = static_cast<SampleMethod>(i);
    const auto points = sample_points(method, 4, 20, 5);
    EXPECT_EQ(points.size(), sample_count(method, 4, 20));
    EXPECT_EQ(points, sample_points(method, 4, 20, 5));
    EXPECT_EQ(points == sample_points(method, 4, 20, 6), method == SampleMethod::kOneAtATime);
    for (const SamplePoint& point : points) {
      for (const double x : point) EXPECT_TRUE((x >= 0.0 && x <= 1.0) || x == kOwnValue) << x;
    }
  }
}

TEST(Sampling, RandomPointsAreSpreadEvenly) {
  const auto points = sample_points(SampleMethod::kRandom, 2, 4000, 1);
  double sum = 0.0;
  double product = 0.0;
  for (const SamplePoint& point : points) {
    sum += point[0];
    product += (point[0] - 0.5) * (point[1] - 0.5);
  }

  EXPECT_NEAR(sum / 4000.0, 0.5, 0.02);  // four standard errors
  EXPECT_NEAR(product / 4000.0, 0.0, 0.006);
}

TEST(Sampling, OneAtATimeMovesEveryAxisDownAndUp) {
  const auto points = sample_points(SampleMethod::kOneAtATime, 2, 1, 1);

  const std::vector<SamplePoint> expected = {
      {kOwnValue, kOwnValue}, {0, kOwnValue}, {1, kOwnValue}, {kOwnValue, 0}, {kOwnValue, 1}};
  EXPECT_EQ(points, expected);
}

TEST(Sampling, AMorrisTrajectoryMovesEveryAxisOnceByTheStep) {
  const auto points = sample_points(SampleMethod::kMorris, 5, 30, 3);
  for (std::size_t start = 0; start < points.size(); start += 6) {
    std::set<std::size_t> moved;
    for (std::size_t i = start + 1; i < start + 6; ++i) {
      int changes = 0;
      for (std::size_t axis = 0; axis < 5; ++axis) {
        if (points[i][axis] == points[i - 1][axis]) continue;
        ++changes;
        moved.insert(axis);
        EXPECT_NEAR(std::abs(points[i][axis] - points[i - 1][axis]), kMorrisStep, 1e-12);
      }
      EXPECT_EQ(changes, 1);
    }
    EXPECT_EQ(moved.size(), 5u);
  }
}

TEST(Sampling, ASobolBlockMixesTwoPoints) {
  const auto points = sample_points(SampleMethod::kSobol, 3, 16, 2);
  for (std::size_t start = 0; start < points.size(); start += 5) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      SamplePoint mixed = points[start];
      mixed[axis] = points[start + 1][axis];
      EXPECT_EQ(points[start + 2 + axis], mixed);
    }
  }
}

TEST(Sampling, SobolPointsFillEveryAxisMoreEvenlyThanChance) {
  const auto points = sample_points(SampleMethod::kSobol, 2, 256, 4);
  std::vector<int> counts(16, 0);
  for (std::size_t i = 0; i < points.size(); i += 4) ++counts[static_cast<std::size_t>(points[i][0] * 16.0)];

  EXPECT_GE(*std::min_element(counts.begin(), counts.end()), 14);  // 16 each but for the shift; chance gives 16 ± 4
  EXPECT_LE(*std::max_element(counts.begin(), counts.end()), 18);
}

}  // namespace
}  // namespace gigapod
