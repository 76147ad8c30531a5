#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/record/metric_definitions.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// A cell with its place in the file.
struct CsvCell {
  std::string text;
  std::size_t line = 0;
  std::size_t column = 0;
};

/// A comma-separated table with a line of column names first (RFC 4180: fields with commas, quotes or line breaks are
/// quoted, a quote in them is doubled).
struct CsvTable {
  std::string file;
  std::vector<CsvCell> header;
  std::vector<std::vector<CsvCell>> rows;  ///< each with a cell for every column at least
  std::vector<std::string> lines;          ///< of the file, to show with findings
};

/// Reads a table; a quote that is never closed and a column named twice are errors. Names of columns are in lower
/// case and without spaces around them; a byte-order mark and empty lines are skipped; rows that are too short are
/// filled with empty cells.
[[nodiscard]] CsvTable read_csv(const std::string& file, std::string_view text, Diagnostics& findings);

/// Adds an error at a cell.
void add_cell_error(const CsvTable& table, const CsvCell& cell, const std::string& message, const std::string& hint,
                    Diagnostics& findings);

/// The line that names the columns of a file; definitions with a placeholder, whose names only the data tell, are
/// left out.
[[nodiscard]] std::string csv_heading(std::span<const MetricDefinition> columns);

/// Quoted where it has to be.
[[nodiscard]] std::string csv_field(const std::string& text);

}  // namespace gigapod
