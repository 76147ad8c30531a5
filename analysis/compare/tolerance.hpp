#pragma once

#include "analysis/compare/comparison.hpp"
#include "analysis/csv_table.hpp"
#include "sim/base/diagnostics.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// A line of a tolerance file.
struct ToleranceRule {
  std::string figure;                  ///< a name, or a pattern with `*`
  std::optional<Tolerance> tolerance;  ///< none: any difference will do
  CsvCell cell;
};

struct ToleranceTable {
  CsvTable table;
  std::vector<ToleranceRule> rules;
};

/// `1%` is relative to the first side, `0.5` an amount in the figure's unit. Nothing where the text is neither.
[[nodiscard]] std::optional<Tolerance> parse_tolerance(const std::string& text);

/// Reads a table with the columns `figure` and `tolerance` (`1%`, `0.5` or `any`).
[[nodiscard]] ToleranceTable read_tolerances(const std::string& file, const std::string& text, Diagnostics& findings);

/// Gives every figure its tolerance, by its own name before patterns in the order of the file, else `for_all`, and
/// marks what lies outside. A figure that only one of two sides has is outside of any tolerance. Rules that fit no
/// figure are findings.
void hold_to_tolerances(Comparison& comparison, const ToleranceTable& tolerances,
                        const std::optional<Tolerance>& for_all, Diagnostics& findings);

}  // namespace gigapod
