#include "analysis/validation/validation_table.hpp"

#include "analysis/validation/validation_cells.hpp"
#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <optional>

namespace gigapod {
namespace {

/// A column of numbers, with the largest that makes sense.
struct NumberColumn {
  std::string_view name;
  double largest;
  bool is_count;  ///< whole numbers only
};
constexpr double kLargestAmount = 1e15;
constexpr std::array kNumbers{NumberColumn{"chips", 1e7, true},
                              NumberColumn{"num_slices", 1e6, true},
                              NumberColumn{"chips_per_slice", 1e7, true},
                              NumberColumn{"layers", 1e5, true},
                              NumberColumn{"hidden", 1e6, true},
                              NumberColumn{"heads", 1e5, true},
                              NumberColumn{"kv_heads", 1e5, true},
                              NumberColumn{"head_dim", 1e5, true},
                              NumberColumn{"ffn", 1e7, true},
                              NumberColumn{"moe_experts", 1e5, true},
                              NumberColumn{"moe_topk", 1e5, true},
                              NumberColumn{"moe_ffn", 1e7, true},
                              NumberColumn{"vocab", 1e8, true},
                              NumberColumn{"seq", 1e8, true},
                              NumberColumn{"global_batch_seqs", 1e8, true},
                              NumberColumn{"per_device_batch", 1e8, false},
                              NumberColumn{"params_b", kLargestAmount, false},
                              NumberColumn{"step_time_s", kLargestAmount, false},
                              NumberColumn{"step_time_derived_s", kLargestAmount, false},
                              NumberColumn{"tokens_per_s_per_chip", kLargestAmount, false},
                              NumberColumn{"tflops_per_chip", kLargestAmount, false},
                              NumberColumn{"peak_tflops_used", kLargestAmount, false},
                              NumberColumn{"mfu_pct_reported", 100.0, false},
                              NumberColumn{"hfu_pct_reported", 100.0, false},
                              NumberColumn{"mfu_pct_derived", 100.0, false},
                              NumberColumn{"gflop_per_token_derived", kLargestAmount, false},
                              NumberColumn{"size_bytes", kLargestAmount, false}};

bool has_columns(const CsvTable& table, std::initializer_list<std::string_view> names) {
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return std::any_of(table.header.begin(), table.header.end(),
                       [&](const CsvCell& cell) { return cell.text == name; });
  });
}

/// Columns of serving tables: those that no row can do without first.
constexpr std::size_t kServingRequired = 6;
constexpr std::array<std::string_view, 26> kServingColumns{"model",        "hardware",    "phase_or_scenario",
                                                           "metric",       "value",       "unit",
                                                           "id",           "chips",       "input_len",
                                                           "slice",        "output_len",  "weights",
                                                           "precision",    "kv_or_quant", "kind",
                                                           "source",       "cached",      "requests",
                                                           "rate",         "max_batch",   "beams",
                                                           "length_ratio", "attention",   "batch_or_concurrency",
                                                           "step_tokens",  "exclusion"};

void check_serving_columns(const CsvTable& table, Diagnostics& findings) {
  std::string missing;
  for (std::size_t i = 0; i < kServingRequired; ++i) {
    if (!has_columns(table, {kServingColumns[i]})) {
      missing += fmt::format("{}'{}'", missing.empty() ? "" : ", ", kServingColumns[i]);
    }
  }
  if (!missing.empty()) {
    findings.error({table.file, 1, 1}, fmt::format("a table of serving measurements without {}", missing),
                   "the columns of scenarios/validation/serving.csv, in any order");
  }
  const std::vector<std::string> known(kServingColumns.begin(), kServingColumns.end());
  for (const CsvCell& cell : table.header) {
    if (std::find(known.begin(), known.end(), cell.text) != known.end()) continue;
    if (const auto near = nearest_word(cell.text, known)) {
      add_cell_error(table, cell, fmt::format("unknown column '{}'", cell.text),
                     fmt::format("did you mean '{}'?", *near), findings);
    }
  }
}

/// The kind of a table by the columns that no other kind has.
std::optional<TableKind> kind_of(const CsvTable& table, Diagnostics& findings) {
  if (has_columns(table, {"op", "topology", "value"})) return TableKind::kCollectives;
  if (has_columns(table, {"collective", "slice", "bytes"})) return TableKind::kFlows;
  if (has_columns(table, {"layers", "hidden"})) return TableKind::kTraining;
  if (has_columns(table, {"phase_or_scenario"}) || has_columns(table, {"output_len"})) {
    check_serving_columns(table, findings);
    return TableKind::kServing;
  }
  findings.error({table.file, 1, 1}, "the columns are neither those of training runs nor those of collectives",
                 "training runs have 'chip', 'layers', 'hidden', 'parallelism' and so on, as "
                 "scenarios/validation/training.csv; collectives 'system', 'op', 'topology', 'value', as "
                 "collectives.csv; serving 'model', 'hardware', 'phase_or_scenario', 'metric', 'value', as "
                 "serving.csv");
  return std::nullopt;
}

/// The number of a cell as the models read it; empty, with a note, when there is none to read.
std::string number_cell(const std::string& text, const NumberColumn& column, std::vector<std::string>& notes) {
  if (is_unknown(text)) return {};
  const std::optional<double> number = written_number(text);
  if (!number) {
    notes.push_back(fmt::format("{}: '{}' is not a number", column.name, text));
  } else if (*number < 0.0 || *number > column.largest) {
    notes.push_back(fmt::format("{}: {} is not from 0 to {:g}", column.name, text, column.largest));
  } else if (column.is_count && *number != std::floor(*number)) {
    notes.push_back(fmt::format("{}: {} is not a whole number", column.name, text));
  } else {
    return fmt::format("{}", *number);
  }
  return {};
}

void read_numbers(TableRow& row) {
  for (const NumberColumn& column : kNumbers) {
    const auto cell = row.cells.find(column.name);
    if (cell != row.cells.end()) cell->second = number_cell(cell->second, column, row.notes);
  }
}

/// Names the chip as the catalog does, from the column `system` where `chip` is empty.
void read_chip(const std::map<std::string, ChipSpec>& chips, TableRow& row) {
  std::string& chip = row.cells["chip"];
  if (!is_unknown(chip)) {
    chip = chip_named(chip, chips).value_or(chip);
    return;
  }
  const std::string& system = row.cells["system"];
  if (const auto named = chip_named(system, chips)) {
    chip = *named;
    row.notes.push_back(fmt::format("chip {} read from '{}'", chip, system));
  }
}

}  // namespace

MeasuredTable read_measured_table(const std::string& file, std::string_view text,
                                  const std::map<std::string, ChipSpec>& chips, Diagnostics& findings) {
  MeasuredTable result;
  const CsvTable table = read_csv(file, text, findings);
  if (table.header.empty()) return result;
  const auto kind = kind_of(table, findings);
  if (!kind) return result;
  result.kind = *kind;
  for (const std::vector<CsvCell>& cells : table.rows) {
    TableRow row;
    row.line = cells.front().line;
    for (std::size_t i = 0; i < table.header.size(); ++i) row.cells[table.header[i].text] = cells[i].text;
    for (std::size_t i = table.header.size(); i < cells.size(); ++i) {
      if (is_unknown(cells[i].text)) continue;
      row.notes.push_back(fmt::format("cell {} ('{}') has no column", i + 1, cells[i].text));
    }
    read_numbers(row);
    const bool has_chip = result.kind == TableKind::kTraining || result.kind == TableKind::kFlows;
    if (has_chip) read_chip(chips, row);
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace gigapod
