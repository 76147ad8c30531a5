#pragma once

#include "sim/model/arrival/arrival_process.hpp"

#include <vector>

namespace gigapod {

/// Arrival rates of successive intervals of equal length, over and over. The last interval ends with the period and
/// may be shorter.
struct RateSeries {
  Seconds interval{60.0};
  Seconds period{60.0};
  std::vector<Hertz> rates;
};

/// Mean arrivals per second over the period.
[[nodiscard]] Hertz mean_rate(const RateSeries& series);

/// Arrivals at the rates of a series, with gaps that vary by `variation` where the rate is constant.
class RateSeriesArrivals final : public ArrivalProcess {
 public:
  /// Not every rate of the series may be 0.
  RateSeriesArrivals(RateSeries series, double variation);
  [[nodiscard]] Seconds next(Seconds now, RandomStream& random) const override;

 private:
  RateSeries series_;
  double shape_;
  std::vector<double> expected_;  ///< arrivals expected before each interval of a period, and in all of it
};

}  // namespace gigapod
