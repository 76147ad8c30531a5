#include "analysis/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace gigapod {
namespace {

using CsvRow = std::vector<CsvCell>;

/// Every row of the text, the header first.
class CsvReader {
 public:
  CsvReader(CsvTable& table, char separator, Diagnostics& findings)
      : table_(table), separator_(separator), findings_(findings) {}

  std::vector<CsvRow> rows(std::string_view text) {
    begin_row();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool is_doubled = is_quoted_ && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (is_doubled) {
        cell().text += '"';
        ++i;
        column_ += 2;
        continue;
      }
      take(text[i]);
    }
    if (is_quoted_) add_cell_error(table_, opened_, "this quote is never closed", "", findings_);
    end_row();
    return std::move(rows_);
  }

 private:
  CsvCell& cell() { return row_.back(); }

  void begin_row() { row_ = {CsvCell{"", line_, column_}}; }

  void end_row() {
    const bool is_empty = row_.size() == 1 && cell().text.empty();
    if (!is_empty) rows_.push_back(std::move(row_));
  }

  void take(char c) {
    ++column_;
    if (c == '\n') {
      ++line_;
      column_ = 1;
    }
    // A quote inside of a field that does not start with one is text: 2" and the like.
    if (c == '"' && (is_quoted_ || cell().text.empty())) {
      if (!is_quoted_) opened_ = {"", line_, column_ - 1};
      is_quoted_ = !is_quoted_;
    } else if (c == separator_ && !is_quoted_) {
      row_.push_back(CsvCell{"", line_, column_});
    } else if (c == '\n' && !is_quoted_) {
      end_row();
      begin_row();
    } else if (c != '\r') {
      cell().text += c;
    }
  }

  CsvTable& table_;
  char separator_;
  Diagnostics& findings_;
  std::vector<CsvRow> rows_;
  CsvRow row_;
  CsvCell opened_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  bool is_quoted_ = false;
};

void check_names(const CsvTable& table, Diagnostics& findings) {
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (table.header[i].text.empty() || table.header[i].text != table.header[j].text) continue;
      add_cell_error(table, table.header[i], fmt::format("column '{}' is named twice", table.header[i].text), "",
                     findings);
    }
  }
}

/// Spreadsheets of some languages write semicolons or tabs: whichever the line of names has most of.
char separator_of(std::string_view text) {
  const std::string_view names = text.substr(0, text.find('\n'));
  char separator = ',';
  for (const char other : {';', '\t'}) {
    if (std::count(names.begin(), names.end(), other) > std::count(names.begin(), names.end(), separator)) {
      separator = other;
    }
  }
  return separator;
}

bool is_blank(const CsvRow& row) {
  return std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return cell.text.empty(); });
}

std::string column_name(const std::string& text) {
  std::string name;
  for (const char c : text) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name.substr(std::min(name.size(), name.find_first_not_of(' ')));
}

}  // namespace

CsvTable read_csv(const std::string& file, std::string_view text, Diagnostics& findings) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvTable table;
  table.file = file;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    table.lines.push_back(line);
  }
  std::vector<CsvRow> rows = CsvReader(table, separator_of(text), findings).rows(text);
  if (rows.empty()) {
    findings.error({file}, "the table is empty", "its first line names the columns");
    return table;
  }
  table.header = std::move(rows.front());
  for (CsvCell& cell : table.header) cell.text = column_name(cell.text);
  check_names(table, findings);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (is_blank(rows[i])) continue;
    const CsvCell& last = rows[i].back();
    while (rows[i].size() < table.header.size()) rows[i].push_back(CsvCell{"", last.line, last.column});
    table.rows.push_back(std::move(rows[i]));
  }
  return table;
}

void add_cell_error(const CsvTable& table, const CsvCell& cell, const std::string& message, const std::string& hint,
                    Diagnostics& findings) {
  // A long line would hide the finding; the position says where to look.
  constexpr std::size_t kLongestLine = 160;
  const bool has_line = cell.line >= 1 && cell.line <= table.lines.size();
  std::string line = has_line ? table.lines[cell.line - 1] : "";
  if (line.size() > kLongestLine) line.clear();
  findings.error({table.file, cell.line, cell.column}, message, hint, line);
}

std::string csv_heading(std::span<const MetricDefinition> columns) {
  std::string line;
  for (const MetricDefinition& column : columns) {
    if (column.name.find('<') != std::string_view::npos) continue;
    line += (line.empty() ? "" : ",") + std::string(column.name);
  }
  return line + "\n";
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

}  // namespace gigapod
