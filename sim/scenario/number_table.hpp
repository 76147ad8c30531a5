#pragma once

#include "sim/scenario/document.hpp"

#include <deque>
#include <string>
#include <vector>

namespace gigapod {

/// Reads the file that `node` names, relative to the folder of the file that `node` stands in; nullptr, with a
/// finding at `node`, when it can't be read as text. The source lives in `sources`.
[[nodiscard]] const SourceText* read_named_file(const DocumentNode& node, std::deque<SourceText>& sources,
                                                Findings& findings);

/// A cell of a line of text with the column at which it starts.
struct TextCell {
  std::string text;
  std::size_t column = 1;
};

/// Cells between commas, without the blanks around them.
[[nodiscard]] std::vector<TextCell> comma_cells(const std::string& line);
/// Cells between blanks.
[[nodiscard]] std::vector<TextCell> blank_cells(const std::string& line);

/// The cell as a finite number; a finding otherwise ("'abc' is not a number"). `what` names it.
[[nodiscard]] bool read_number_cell(const TextCell& cell, const Mark& mark, const std::string& what, double& value,
                                    Findings& findings);

struct NumberRow {
  Mark mark;
  std::vector<double> values;  ///< beside the wanted columns
};

/// A CSV file with a header line that has exactly these columns, in any order, and a number in each cell. Lines that
/// start with # are left out. Rows with a finding are left out too.
[[nodiscard]] std::vector<NumberRow> read_number_table(const DocumentNode& node,
                                                       const std::vector<std::string>& columns,
                                                       std::deque<SourceText>& sources, Findings& findings);

}  // namespace gigapod
