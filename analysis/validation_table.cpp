#include "analysis/validation_table.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <span>

namespace gigapod {
namespace {

/// Columns that a run can't be simulated without.
constexpr std::array<std::string_view, 7> kTrainingColumns{"chip",  "chips", "layers",     "hidden",
                                                           "heads", "seq",   "parallelism"};
constexpr std::array<std::string_view, 6> kCollectiveColumns{"system",     "op",    "topology",
                                                             "size_bytes", "value", "unit"};

/// Columns of counts, each with the largest that makes sense.
struct CountColumn {
  std::string_view name;
  double largest;
};
constexpr std::array<CountColumn, 14> kCounts{{{"chips", 1e7},
                                               {"num_slices", 1e6},
                                               {"layers", 1e5},
                                               {"hidden", 1e6},
                                               {"heads", 1e5},
                                               {"kv_heads", 1e5},
                                               {"head_dim", 1e5},
                                               {"ffn", 1e7},
                                               {"moe_experts", 1e5},
                                               {"moe_topk", 1e5},
                                               {"moe_ffn", 1e7},
                                               {"vocab", 1e8},
                                               {"seq", 1e8},
                                               {"global_batch_seqs", 1e8}}};
constexpr std::array<std::string_view, 8> kAmounts{
    "step_time_s",      "step_time_derived_s", "tokens_per_s_per_chip", "tflops_per_chip",
    "peak_tflops_used", "mfu_pct_reported",    "hfu_pct_reported",      "gflop_per_token_derived"};

void check_columns(const CsvTable& table, std::span<const std::string_view> needed, Diagnostics& findings) {
  std::vector<std::string> names;
  for (const CsvCell& cell : table.header) names.push_back(cell.text);
  for (const std::string_view name : needed) {
    bool is_there = false;
    for (const std::string& other : names) is_there = is_there || other == name;
    if (is_there) continue;
    const auto nearest = nearest_word(name, names);
    findings.error({table.file, 1, 1}, fmt::format("the table has no column '{}'", name),
                   nearest ? fmt::format("it has '{}'; is that the one?", *nearest) : "");
  }
}

void check_number(const CsvTable& table, const CsvCell& cell, std::string_view column, double largest, bool is_count,
                  Diagnostics& findings) {
  if (cell.text.empty()) return;
  char* end = nullptr;
  const double number = std::strtod(cell.text.c_str(), &end);
  if (*end != '\0' || !std::isfinite(number)) {
    add_cell_error(table, cell, fmt::format("{}: '{}' is not a number", column, cell.text),
                   "leave the cell empty where nothing is known", findings);
  } else if (number < 0.0 || number > largest) {
    add_cell_error(table, cell, fmt::format("{}: {} is out of range", column, cell.text),
                   fmt::format("from 0 to {:g}", largest), findings);
  } else if (is_count && number != std::floor(number)) {
    add_cell_error(table, cell, fmt::format("{}: {} is not a whole number", column, cell.text), "", findings);
  }
}

void check_cell(const CsvTable& table, const CsvCell& cell, std::string_view column, Diagnostics& findings) {
  constexpr double kLargestAmount = 1e15;
  for (const CountColumn& count : kCounts) {
    if (count.name == column) check_number(table, cell, column, count.largest, true, findings);
  }
  for (const std::string_view amount : kAmounts) {
    if (amount == column) check_number(table, cell, column, kLargestAmount, false, findings);
  }
}

std::vector<MeasuredRow> rows_of(const CsvTable& table) {
  std::vector<MeasuredRow> rows;
  for (const std::vector<CsvCell>& cells : table.rows) {
    MeasuredRow row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[table.header[i].text] = cells[i].text;
    row["line"] = std::to_string(cells.front().line);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<MeasuredRow> read_training_table(const std::string& file, std::string_view text, Diagnostics& findings) {
  const CsvTable table = read_csv(file, text, findings);
  if (table.header.empty()) return {};
  check_columns(table, kTrainingColumns, findings);
  for (const std::vector<CsvCell>& cells : table.rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) check_cell(table, cells[i], table.header[i].text, findings);
  }
  return rows_of(table);
}

std::vector<MeasuredRow> read_collective_table(const std::string& file, std::string_view text,
                                               Diagnostics& findings) {
  const CsvTable table = read_csv(file, text, findings);
  if (table.header.empty()) return {};
  check_columns(table, kCollectiveColumns, findings);
  return rows_of(table);
}

}  // namespace gigapod
