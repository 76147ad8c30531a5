#pragma once

#include "analysis/run/run_data.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {

/// A metric of many labels over time, as fractions 0..1 in one byte a cell (255 is 1).
struct HeatMap {
  std::vector<std::string> rows;
  std::size_t row_members = 1;  ///< labels a row is the mean of
  std::size_t columns = 0;
  Seconds interval;                 ///< width of a column
  std::vector<std::uint8_t> cells;  ///< row by row
};

/// Means of each label over equal intervals with at most `most_columns` columns and `most_cells` cells; more than
/// `most_rows` labels are drawn as means of equal groups of neighbours.
[[nodiscard]] HeatMap build_heat_map(const MetricSeries& metric, Seconds horizon, std::size_t most_columns = 720,
                                     std::size_t most_rows = 4096, std::size_t most_cells = 600'000);

/// Bytes as base64 text (RFC 4648, with padding).
[[nodiscard]] std::string base64(const std::vector<std::uint8_t>& bytes);

}  // namespace gigapod
