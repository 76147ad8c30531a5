#pragma once

#include "analysis/csv_table.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/step/measured_run.hpp"

#include <map>

namespace gigapod {

/// What a table measures, told by the names of its columns.
enum class TableKind {
  kTraining,     ///< columns of scenarios/validation/training.csv
  kCollectives,  ///< columns of scenarios/validation/collectives.csv
  kFlows,        ///< columns of scenarios/validation/collective_flows.csv: cases to play, not measurements
  kServing       ///< columns of scenarios/validation/serving.csv
};

/// A line of a table. Numbers are plain and chips have the names of the catalog, whatever way they were written.
struct TableRow {
  std::size_t line = 0;
  MeasuredRow cells;
  std::vector<std::string> notes;  ///< what could not be read, and how something was filled in
};

/// A table of measurements.
struct MeasuredTable {
  TableKind kind = TableKind::kTraining;
  std::vector<TableRow> rows;
};

/// Reads a table of one of these kinds, its columns in any order; columns it does not know are ignored. A row may be
/// short (the missing cells are empty) and a cell unreadable (it is left empty with a note): what can't be scored
/// then is told row by row. Errors are a table without rows or columns, one of no such kind, and a quote that is
/// never closed.
[[nodiscard]] MeasuredTable read_measured_table(const std::string& file, std::string_view text,
                                                const std::map<std::string, ChipSpec>& chips, Diagnostics& findings);

}  // namespace gigapod
