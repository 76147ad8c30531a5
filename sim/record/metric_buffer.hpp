#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// Holds the points of all series until they are stored, so that they reach the file sorted by series and time (half
/// the size of the order they come in). Drops a point that repeats the value before it, and of several at one time
/// keeps the last.
class MetricBuffer {
 public:
  using NewSeries = std::function<void(std::int64_t id, const std::string& metric, const std::string& label)>;
  using NewPoint = std::function<void(std::int64_t id, std::int64_t time_ns, double value)>;

  /// `time_ns` must not be before the series' last point.
  void add(const std::string& metric, const std::string& label, std::int64_t time_ns, double value,
           const NewSeries& new_series);
  /// Points held; past some millions the owner calls `drain` to bound memory.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Hands every point that can no longer change to `store`, series by series, and forgets it. `is_end`: all points.
  void drain(bool is_end, const NewPoint& store);

 private:
  struct Point {
    std::int64_t time_ns;
    double value;
  };
  struct Series {
    std::vector<Point> points;  ///< the last one may still be replaced
    bool has_stored = false;
    double stored_value = 0.0;  ///< value of the last point handed out
  };
  Series& series_of(const std::string& metric, const std::string& label, const NewSeries& new_series);

  std::map<std::string, std::map<std::string, std::size_t>> ids_;
  std::vector<Series> series_;
  std::size_t size_ = 0;
};

}  // namespace gigapod
