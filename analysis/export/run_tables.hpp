#pragma once

#include "analysis/run/run_data.hpp"
#include "sim/record/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gigapod {

/// A cell of a table of results; nothing where there is no value, as the end of a job that still runs.
using TableCell = std::variant<std::monostate, std::int64_t, double, std::string>;

/// The tables of a run as they are handed to other programs: those of run.sqlite under their names with its columns,
/// and `metrics` (metric, label, time_seconds, value) in place of the two tables that hold the points of every
/// series.
class RunTables {
 public:
  /// Reads and checks the whole run first; throws InvalidInput as read_run.
  explicit RunTables(const std::filesystem::path& directory);

  [[nodiscard]] const RunData& run() const { return run_; }
  [[nodiscard]] static std::vector<std::string> names();
  /// Throws InvalidInput with the nearest name when there is no such table.
  [[nodiscard]] static std::vector<std::string> columns(const std::string& table);
  /// Goes over the rows in the order written, metrics by name, label and time.
  void each_row(const std::string& table, const std::function<void(const std::vector<TableCell>&)>& take);

 private:
  RunData run_;
  Database database_;
};

/// Every table as CSV (RFC 4180), by file name. Numbers read back to the same bits; no value is an empty field.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> run_csv_files(RunTables& tables);

/// The same as one JSON object: {"manifest": {…}, "tables": {"events": [{column: value}], …}}; no value is
/// null.
[[nodiscard]] std::string run_json(RunTables& tables);

}  // namespace gigapod
