#include "analysis/report/downsample.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

using Point = PiecewiseSeries::Point;

/// First, lowest, highest and last of [begin, end), in the order of time and each once.
void keep_extremes(const std::vector<Point>& points, std::size_t begin, std::size_t end, std::vector<Point>& kept) {
  const auto by_value = [](const Point& a, const Point& b) { return a.value < b.value; };
  const auto first = points.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = points.begin() + static_cast<std::ptrdiff_t>(end);
  const auto lowest = static_cast<std::size_t>(std::min_element(first, last, by_value) - points.begin());
  const auto highest = static_cast<std::size_t>(std::max_element(first, last, by_value) - points.begin());
  std::array<std::size_t, 4> chosen{begin, lowest, highest, end - 1};
  std::sort(chosen.begin(), chosen.end());
  for (auto at = chosen.begin(); at != std::unique(chosen.begin(), chosen.end()); ++at) kept.push_back(points[*at]);
}

}  // namespace

std::vector<Point> downsample(const PiecewiseSeries& series, Seconds horizon, std::size_t most) {
  GIGAPOD_CHECK(most >= 6, "a span keeps up to four points");
  const std::vector<Point>& points = series.points();
  if (points.size() <= most) return points;
  const std::size_t spans = most / 4;
  const double span = std::max(horizon, points.back().time).value() / static_cast<double>(spans);
  std::vector<Point> kept;
  kept.reserve(most);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < spans && begin < points.size(); ++i) {
    const double until = span * static_cast<double>(i + 1);
    std::size_t end = begin;
    while (end < points.size() && (i + 1 == spans || points[end].time.value() < until)) ++end;
    if (end > begin) keep_extremes(points, begin, end, kept);
    begin = end;
  }
  return kept;
}

std::vector<double> interval_means(const PiecewiseSeries& series, Seconds interval, Seconds horizon) {
  const std::vector<Point>& points = series.points();
  std::vector<double> means(interval_count(interval, horizon), 0.0);
  std::size_t next = 0;
  double value = 0.0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const Seconds begin = interval * static_cast<double>(i);
    const Seconds end = min(horizon, interval * static_cast<double>(i + 1));
    Seconds at = begin;
    double sum = 0.0;
    for (; next < points.size() && points[next].time < end; ++next) {
      if (points[next].time > at) sum += value * (points[next].time - at).value();
      at = max(at, points[next].time);
      value = points[next].value;
    }
    // A constant interval keeps its value exactly.
    means[i] = at == begin ? value : (sum + value * (end - at).value()) / (end - begin).value();
  }
  return means;
}

Seconds report_interval(Seconds horizon, std::size_t most) {
  constexpr std::array kNice{1.0,      2.0,      5.0,    10.0,   15.0,   30.0,    60.0,    120.0,   300.0,
                             600.0,    900.0,    1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0, 86400.0,
                             172800.0, 432000.0, 864e3,  1728e3, 4320e3, 8640e3,  31536e3};
  const double least = horizon.value() / static_cast<double>(most);
  if (least < 0.5) return Seconds(least);
  for (const double nice : kNice) {
    if (nice >= least) return Seconds(nice);
  }
  return Seconds(least);
}

std::size_t interval_count(Seconds interval, Seconds horizon) {
  GIGAPOD_CHECK(interval.value() > 0.0, "an interval has a length");
  return static_cast<std::size_t>(std::max(1.0, std::ceil(horizon / interval - 1e-9)));
}

}  // namespace gigapod
