#include "analysis/export/run_tables.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/export/trace_events.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/record/schema.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

constexpr ResultTable kMetrics = {"metrics", "metric, label, time_seconds, value"};

std::vector<ResultTable> exported_tables() {
  std::vector<ResultTable> tables;
  for (const ResultTable& table : kResultTables) {
    const std::string name = table.name;
    if (name != "series" && name != "points") tables.push_back(table);
  }
  tables.push_back(kMetrics);
  return tables;
}

ResultTable exported_table(const std::string& name) {
  for (const ResultTable& table : exported_tables()) {
    if (table.name == name) return table;
  }
  const auto nearest = nearest_word(name, RunTables::names());
  throw InvalidInput(fmt::format("error: a run has no table '{}'{}\n", name,
                                 nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string()));
}

TableCell cell_of(const Statement& row, int column) {
  if (row.is_null(column)) return {};
  if (row.is_integer(column)) return row.integer(column);
  if (row.is_real(column)) return row.real(column);
  return row.text(column);
}

std::string csv_cell(const TableCell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{}", *number);
  const auto* text = std::get_if<std::string>(&cell);
  return text != nullptr ? csv_field(*text) : std::string();
}

/// Results are finite, or they would not have been written.
std::string json_cell(const TableCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return json_string(*text);
  return std::holds_alternative<std::monostate>(cell) ? "null" : csv_cell(cell);
}

std::string csv_text(RunTables& tables, const std::string& name) {
  std::string text = fmt::format("{}\n", fmt::join(RunTables::columns(name), ","));
  tables.each_row(name, [&](const std::vector<TableCell>& row) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (column > 0) text += ",";
      text += csv_cell(row[column]);
    }
    text += "\n";
  });
  return text;
}

std::string json_rows(RunTables& tables, const std::string& name) {
  const std::vector<std::string> columns = RunTables::columns(name);
  std::string text = "[";
  tables.each_row(name, [&](const std::vector<TableCell>& row) {
    text += text.size() > 1 ? ",\n  {" : "\n  {";
    for (std::size_t column = 0; column < row.size(); ++column) {
      text += fmt::format("{}\"{}\":{}", column == 0 ? "" : ",", columns[column], json_cell(row[column]));
    }
    text += "}";
  });
  return text + "]";
}

}  // namespace

RunTables::RunTables(const std::filesystem::path& directory)
    : run_(read_run(directory)), database_(Database::open_to_read(directory / "run.sqlite")) {}

std::vector<std::string> RunTables::names() {
  std::vector<std::string> names;
  for (const ResultTable& table : exported_tables()) names.emplace_back(table.name);
  return names;
}

std::vector<std::string> RunTables::columns(const std::string& table) {
  std::vector<std::string> columns(1);
  for (const char c : std::string(exported_table(table).columns)) {
    if (c == ',') columns.emplace_back();
    if (c != ',' && c != ' ') columns.back() += c;
  }
  return columns;
}

void RunTables::each_row(const std::string& table, const std::function<void(const std::vector<TableCell>&)>& take) {
  const ResultTable source = exported_table(table);
  const std::string order = table == kMetrics.name ? "metric, label, time_seconds" : "rowid";
  Statement rows =
      database_.prepare(fmt::format("SELECT {} FROM {} ORDER BY {}", source.columns, source.name, order));
  std::vector<TableCell> row(static_cast<std::size_t>(rows.columns()));
  while (rows.next()) {
    for (std::size_t column = 0; column < row.size(); ++column) row[column] = cell_of(rows, static_cast<int>(column));
    take(row);
  }
}

std::vector<std::pair<std::string, std::string>> run_csv_files(RunTables& tables) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& name : RunTables::names()) files.emplace_back(name + ".csv", csv_text(tables, name));
  return files;
}

std::string run_json(RunTables& tables) {
  const std::string manifest = text_of_file(tables.run().directory / "manifest.json").value_or("");
  std::string text = "{\"manifest\":" + manifest + ",\"tables\":{";
  const char* separator = "";
  for (const std::string& name : RunTables::names()) {
    text += fmt::format("{}\n\"{}\":{}", separator, name, json_rows(tables, name));
    separator = ",";
  }
  return text + "}}\n";
}

}  // namespace gigapod
