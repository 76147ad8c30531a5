#include "analysis/report/heat_map.hpp"

#include "analysis/report/downsample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {

HeatMap build_heat_map(const MetricSeries& metric, Seconds horizon, std::size_t most_columns, std::size_t most_rows,
                       std::size_t most_cells) {
  HeatMap map;
  if (metric.empty()) return map;
  map.row_members = (metric.size() + most_rows - 1) / most_rows;
  const std::size_t rows = (metric.size() + map.row_members - 1) / map.row_members;
  map.interval = report_interval(horizon, std::clamp<std::size_t>(most_cells / rows, 1, most_columns));
  map.columns = interval_count(map.interval, horizon);
  map.cells.reserve(rows * map.columns);
  for (auto label = metric.begin(); label != metric.end();) {
    const std::string first = label->first;
    std::string last = first;
    std::vector<double> sum(map.columns, 0.0);
    std::size_t members = 0;
    for (; members < map.row_members && label != metric.end(); ++members, ++label) {
      const std::vector<double> means = interval_means(label->second, map.interval, horizon);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += means[i];
      last = label->first;
    }
    map.rows.push_back(members == 1 ? first : fmt::format("{} … {}", first, last));
    for (const double total : sum) {
      const double fraction = std::clamp(total / static_cast<double>(members), 0.0, 1.0);
      map.cells.push_back(static_cast<std::uint8_t>(std::lround(fraction * 255.0)));
    }
  }
  return map;
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t word = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (left > 1) word |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (left > 2) word |= bytes[i + 2];
    text += kDigits[word >> 18 & 63];
    text += kDigits[word >> 12 & 63];
    text += left > 1 ? kDigits[word >> 6 & 63] : '=';
    text += left > 2 ? kDigits[word & 63] : '=';
  }
  return text;
}

}  // namespace gigapod
