#include "sim/model/power/draw_distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace gigapod {
namespace {

constexpr Seconds kEdge{1e-4};

/// 3 s at 100 W and 1 s at 20 W a chip.
JobPower jobs(int count, double chips, double running = 1.0) {
  return {count, chips, running, {{3_s, 100_W}, {1_s, 20_W}}, 10_W};
}

TEST(DrawDistribution, OfOneJobIsItsWaveform) {
  const std::array<JobPower, 1> one{jobs(1, 1000)};

  const DrawDistribution draw = draw_distribution(one, 5_kW, kEdge);

  EXPECT_NEAR(draw.mean().value(), 85e3, 1.0);
  EXPECT_NEAR(draw.above(50_kW), 0.75, 1e-3);
  EXPECT_NEAR(draw.above(24_kW), 1.0, 1e-9);
  EXPECT_EQ(draw.above(105_kW), 0.0);
}

TEST(DrawDistribution, OfManyEqualJobsIsBinomial) {
  const std::array<JobPower, 1> ten{jobs(10, 100)};

  const DrawDistribution draw = draw_distribution(ten, 0_W, kEdge);

  // More than 9.5 of 10 in their peak: 0.75^10; more than 8.5: and 10 x 0.75^9 x 0.25
  const double all = std::pow(0.75, 10);
  EXPECT_NEAR(draw.above(96_kW), all, 2e-4);
  EXPECT_NEAR(draw.above(88_kW), all + 10 * std::pow(0.75, 9) * 0.25, 4e-4);
  EXPECT_NEAR(draw.deviation().value(), 8000.0 * std::sqrt(10 * 0.75 * 0.25), 20.0);
}

TEST(DrawDistribution, OfAWindowOfAPeriodIsTheMean) {
  const std::array<JobPower, 1> ten{jobs(10, 100)};

  const DrawDistribution draw = draw_distribution(ten, 0_W, 4_s);

  EXPECT_NEAR(draw.mean().value(), 80e3, 1e-3);
  EXPECT_EQ(draw.above(80.001_kW), 0.0);
}

TEST(DrawDistribution, CountsJobsThatStandStillOverAnyWindow) {
  const std::array<JobPower, 1> two{jobs(2, 100, 0.5)};

  const DrawDistribution draw = draw_distribution(two, 0_W, 4_s);

  // 16 kW, 9 kW or 2 kW
  EXPECT_NEAR(draw.above(15_kW), 0.25, 1e-6);
  EXPECT_NEAR(draw.above(8_kW), 0.75, 1e-6);
  EXPECT_NEAR(draw.exceeded_with(0.3).value(), 9e3, 5.0);
}

TEST(DrawDistribution, AgreesWithRandomPhases) {
  const std::array<JobPower, 3> mixed{jobs(5, 100), jobs(3, 400, 0.9),
                                      JobPower{20, 60, 1.0, {{0.5_s, 90_W}, {0.2_s, 60_W}, {0.1_s, 30_W}}, 10_W}};
  std::mt19937_64 random(3);
  const auto draw = [&random] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  std::vector<PowerWaveform> waves;
  for (const JobPower& job : mixed) waves.push_back(waveform(job.step, kEdge));
  constexpr int kTrials = 40000;
  std::vector<double> sums(kTrials, 1e3);
  for (double& sum : sums) {
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      for (int job = 0; job < mixed[i].jobs; ++job) {
        const bool runs = draw() < mixed[i].running;
        sum += mixed[i].chips * (runs ? power_at(waves[i], waves[i].period * draw()) : mixed[i].idle).value();
      }
    }
  }

  const DrawDistribution exact = draw_distribution(mixed, 1_kW, kEdge);

  for (const double level : {180e3, 220e3, 240e3, 260e3, 270e3}) {
    const double found =
        static_cast<double>(std::count_if(sums.begin(), sums.end(), [level](double sum) { return sum > level; })) /
        kTrials;
    const double probability = exact.above(Watts(level));
    const double error = std::sqrt(probability * (1 - probability) / kTrials);
    EXPECT_NEAR(found, probability, 4 * error + 1e-3) << level;
  }
}

}  // namespace
}  // namespace gigapod
