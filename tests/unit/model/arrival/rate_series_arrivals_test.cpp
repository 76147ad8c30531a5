#include "sim/model/arrival/rate_series_arrivals.hpp"

#include "sim/base/random.hpp"
#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace gigapod {
namespace {

/// A minute at 2/s, one at 0, half a minute at 8/s.
RateSeries steps() { return {Seconds(60.0), Seconds(150.0), {Hertz(2.0), Hertz(0.0), Hertz(8.0)}}; }

std::vector<Seconds> arrivals(const ArrivalProcess& process, Seconds end, std::uint64_t seed) {
  RandomStream random = RandomStreams(seed).stream("test");
  std::vector<Seconds> times;
  for (Seconds now = process.next(Seconds(0.0), random); now < end; now = process.next(now, random)) {
    times.push_back(now);
  }
  return times;
}

struct Moments {
  double mean = 0.0;
  double variation = 0.0;
};

Moments gaps(const std::vector<Seconds>& times) {
  Moments m;
  const auto count = static_cast<double>(times.size() - 1);
  for (std::size_t i = 1; i < times.size(); ++i) m.mean += (times[i] - times[i - 1]).value() / count;
  for (std::size_t i = 1; i < times.size(); ++i) {
    m.variation += std::pow((times[i] - times[i - 1]).value() - m.mean, 2) / count;
  }
  m.variation = std::sqrt(m.variation) / m.mean;
  return m;
}

TEST(RateSeriesArrivals, KnowsItsMeanRateWithAShortLastInterval) {
  EXPECT_DOUBLE_EQ(mean_rate(steps()).value(), (2.0 * 60 + 8.0 * 30) / 150);
}

TEST(RateSeriesArrivals, ComeAtTheRateOfEachIntervalPeriodAfterPeriod) {
  const RateSeriesArrivals process(steps(), 1.0);

  double counts[3] = {0.0, 0.0, 0.0};
  constexpr int kPeriods = 2000;
  for (const Seconds time : arrivals(process, Seconds(150.0 * kPeriods), 1)) {
    counts[static_cast<int>(std::fmod(time.value(), 150.0) / 60.0)] += 1.0;
  }

  // Counts are Poisson with mean 240,000 and 480,000: five standard deviations are 1.1% and 0.8%.
  EXPECT_NEAR(counts[0] / kPeriods, 120.0, 120 * 0.011);
  EXPECT_EQ(counts[1], 0.0);
  EXPECT_NEAR(counts[2] / kPeriods, 240.0, 240 * 0.008);
}

TEST(RateSeriesArrivals, AtAConstantRateAreGammaGapsOfTheVariation) {
  for (const double variation : {0.5, 1.0, 3.0}) {
    const RateSeriesArrivals process({Seconds(60.0), Seconds(60.0), {Hertz(4.0)}}, variation);

    const Moments found = gaps(arrivals(process, Seconds(50'000.0), 7));

    EXPECT_NEAR(found.mean, 0.25, 0.25 * 5.0 * variation / std::sqrt(200'000.0));
    EXPECT_NEAR(found.variation, variation, 0.03 * variation);
  }
}

TEST(RateSeriesArrivals, NeverGoBackInTime) {
  const RateSeriesArrivals process(steps(), 5.0);

  const std::vector<Seconds> times = arrivals(process, Seconds(100'000.0), 3);

  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
}

TEST(SampleArrivals, ScaleTheRatesOfTheStream) {
  const auto process =
      Registry<ArrivalProcess>::make("sample", {{"sample", std::string("servegen_deepseek_r1")}, {"scale", 0.01}});

  // 16.015/s on average over the day (servegen_summary.csv): 13,837 a day at a hundredth, +- 5 standard deviations.
  EXPECT_NEAR(static_cast<double>(arrivals(*process, Seconds(86400.0), 1).size()), 13837.0, 5.0 * 118.0);
}

}  // namespace
}  // namespace gigapod
