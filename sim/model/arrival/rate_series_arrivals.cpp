// A renewal process in operational time L(t) = integral of the rate: its gaps have mean 1 and follow a gamma
// distribution of coefficient of variation c, so that a constant rate r gives gaps of mean 1 / r and variation c, and
// c = 1 is the Poisson process of that rate (Cinlar, "Introduction to stochastic processes", 1975, section 4.7). A
// time whose rate is 0 has no arrival, however long it is.
#include "sim/model/arrival/rate_series_arrivals.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

/// Arrivals expected before each interval of a period, and in all of it.
std::vector<double> expected_arrivals(const RateSeries& series) {
  std::vector<double> expected = {0.0};
  for (std::size_t i = 0; i < series.rates.size(); ++i) {
    const Seconds begin = series.interval * static_cast<double>(i);
    const Seconds length = std::min(series.interval, series.period - begin);
    expected.push_back(expected.back() + series.rates[i] * std::max(length, Seconds(0.0)));
  }
  return expected;
}

}  // namespace

Hertz mean_rate(const RateSeries& series) { return Hertz(expected_arrivals(series).back() / series.period.value()); }

RateSeriesArrivals::RateSeriesArrivals(RateSeries series, double variation)
    : series_(std::move(series)), shape_(1.0 / (variation * variation)), expected_(expected_arrivals(series_)) {
  GIGAPOD_CHECK(expected_.back() > 0.0, "a rate series needs a rate above 0");
}

Seconds RateSeriesArrivals::next(Seconds now, RandomStream& random) const {
  double periods = std::floor(now / series_.period);
  const Seconds within = now - series_.period * periods;
  const auto interval = std::min(static_cast<std::size_t>(within / series_.interval), series_.rates.size() - 1);
  const double before =
      expected_[interval] + series_.rates[interval] * (within - series_.interval * static_cast<double>(interval));
  double target = before + random.gamma(shape_) / shape_;
  const double rounds = std::floor(target / expected_.back());
  periods += rounds;
  target -= rounds * expected_.back();
  const auto after = std::upper_bound(expected_.begin(), expected_.end(), target);
  const auto found = std::min(static_cast<std::size_t>(after - expected_.begin()), series_.rates.size()) - 1;
  const Seconds start = series_.interval * static_cast<double>(found);
  const Seconds offset(series_.rates[found] > Hertz(0.0) ? (target - expected_[found]) / series_.rates[found].value()
                                                         : 0.0);
  return std::max(now, series_.period * periods + start + offset);
}

}  // namespace gigapod
