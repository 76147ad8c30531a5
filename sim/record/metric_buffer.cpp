#include "sim/record/metric_buffer.hpp"

#include "sim/base/check.hpp"

namespace gigapod {

MetricBuffer::Series& MetricBuffer::series_of(const std::string& metric, const std::string& label,
                                              const NewSeries& new_series) {
  const auto [entry, is_new] = ids_[metric].try_emplace(label, series_.size());
  if (is_new) {
    series_.emplace_back();
    new_series(static_cast<std::int64_t>(entry->second), metric, label);
  }
  return series_[entry->second];
}

void MetricBuffer::add(const std::string& metric, const std::string& label, std::int64_t time_ns, double value,
                       const NewSeries& new_series) {
  Series& series = series_of(metric, label, new_series);
  auto& points = series.points;
  if (!points.empty()) {
    GIGAPOD_CHECK(time_ns >= points.back().time_ns, "metric '" + metric + "' goes back in time");
    if (points.back().time_ns == time_ns) {
      points.back().value = value;
      return;
    }
    // The last point is final now; it goes if it repeats the one before.
    const bool has_previous = points.size() > 1 || series.has_stored;
    const double previous = points.size() > 1 ? points[points.size() - 2].value : series.stored_value;
    if (has_previous && previous == points.back().value) {
      points.back() = {time_ns, value};
      return;
    }
  }
  points.push_back({time_ns, value});
  ++size_;
}

void MetricBuffer::drain(bool is_end, const NewPoint& store) {
  for (std::size_t id = 0; id < series_.size(); ++id) {
    Series& series = series_[id];
    const std::size_t kept = is_end || series.points.empty() ? 0 : 1;
    const std::size_t final_points = series.points.size() - kept;
    for (std::size_t i = 0; i < final_points; ++i) {
      const Point& point = series.points[i];
      if (series.has_stored && point.value == series.stored_value) continue;
      store(static_cast<std::int64_t>(id), point.time_ns, point.value);
      series.has_stored = true;
      series.stored_value = point.value;
    }
    series.points.erase(series.points.begin(), series.points.begin() + static_cast<std::ptrdiff_t>(final_points));
    size_ -= final_points;
  }
}

}  // namespace gigapod
