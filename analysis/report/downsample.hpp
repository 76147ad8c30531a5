#pragma once

#include "sim/base/quantity.hpp"
#include "sim/base/series.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// Points a series of the report holds at most.
inline constexpr std::size_t kReportPoints = 2000;

/// At most `most` points of a step function up to `horizon` (`most` at least 6): a series that is short enough stays
/// as it is. Of a longer one every one of equal spans of time keeps its first, lowest, highest and last value, each
/// at the time it is reached, so that no peak, trough or end value is lost.
[[nodiscard]] std::vector<PiecewiseSeries::Point> downsample(const PiecewiseSeries& series, Seconds horizon,
                                                             std::size_t most = kReportPoints);

/// Means of a step function over equal intervals from 0 to `horizon`; the last one may be cut short by the horizon. 0
/// before the first point.
[[nodiscard]] std::vector<double> interval_means(const PiecewiseSeries& series, Seconds interval, Seconds horizon);

/// The smallest of 1, 2, 5, 10, 15, 30 s, … 1, 2, 3, 6, 12 h, 1, 2, 5, 10 … days that cuts `horizon` into at most
/// `most` intervals; a fraction of the horizon when that is under a second.
[[nodiscard]] Seconds report_interval(Seconds horizon, std::size_t most);

/// Intervals from 0 to `horizon`, the last one perhaps short.
[[nodiscard]] std::size_t interval_count(Seconds interval, Seconds horizon);

}  // namespace gigapod
