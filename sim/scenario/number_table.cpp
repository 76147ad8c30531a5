#include "sim/scenario/number_table.hpp"

#include "sim/scenario/source_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

namespace gigapod {
namespace {

constexpr const char* kBlanks = " \t";

/// The text from `begin` up to `end`, without the blanks around it.
TextCell trimmed(const std::string& line, std::size_t begin, std::size_t end) {
  while (begin < end && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
  while (end > begin && (line[end - 1] == ' ' || line[end - 1] == '\t')) --end;
  return {line.substr(begin, end - begin), characters_before(line, begin) + 1};
}

}  // namespace

const SourceText* read_named_file(const DocumentNode& node, std::deque<SourceText>& sources, Findings& findings) {
  namespace fs = std::filesystem;
  if (!node.is_scalar()) {
    findings.error(node.mark, "expects the name of a file");
    return nullptr;
  }
  const fs::path folder = node.mark.source != nullptr ? fs::path(node.mark.source->path).parent_path() : fs::path();
  const fs::path file = folder / node.text;
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) {
    findings.error(node.mark, fmt::format("there is no file '{}'", file.string()));
    return nullptr;
  }
  std::string text;
  if (!read_text(file, text, findings)) return nullptr;
  sources.push_back({file.string(), lines_of(text)});
  if (!check_characters(sources.back(), findings)) return nullptr;
  return &sources.back();
}

std::vector<TextCell> comma_cells(const std::string& line) {
  std::vector<TextCell> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    cells.push_back(trimmed(line, begin, end));
    begin = end + 1;
  }
  return cells;
}

std::vector<TextCell> blank_cells(const std::string& line) {
  std::vector<TextCell> cells;
  for (std::size_t begin = line.find_first_not_of(kBlanks); begin != std::string::npos;) {
    const std::size_t end = std::min(line.find_first_of(kBlanks, begin), line.size());
    cells.push_back({line.substr(begin, end - begin), characters_before(line, begin) + 1});
    begin = line.find_first_not_of(kBlanks, end);
  }
  return cells;
}

bool read_number_cell(const TextCell& cell, const Mark& mark, const std::string& what, double& value,
                      Findings& findings) {
  const char* end = cell.text.data() + cell.text.size();
  const auto [stop, fault] = std::from_chars(cell.text.data(), end, value);
  if (fault == std::errc() && stop == end && std::isfinite(value)) return true;
  findings.error(mark, cell.text.empty() ? fmt::format("{} is missing", what)
                                         : fmt::format("'{}' is not a number; {} is expected here", cell.text, what));
  return false;
}

std::vector<NumberRow> read_number_table(const DocumentNode& node, const std::vector<std::string>& columns,
                                         std::deque<SourceText>& sources, Findings& findings) {
  const SourceText* source = read_named_file(node, sources, findings);
  if (source == nullptr) return {};
  std::vector<std::string> header;
  std::vector<NumberRow> rows;
  for (std::size_t i = 0; i < source->lines.size(); ++i) {
    const std::vector<TextCell> cells = comma_cells(source->lines[i]);
    if (cells.front().text.empty() || cells.front().text.front() == '#') continue;
    if (header.empty()) {
      for (const TextCell& cell : cells) header.push_back(cell.text);
      std::vector<std::string> sorted = header;
      std::vector<std::string> wanted = columns;
      std::sort(sorted.begin(), sorted.end());
      std::sort(wanted.begin(), wanted.end());
      if (sorted == wanted) continue;
      findings.error({source, i + 1, 1}, fmt::format("the columns must be {}", fmt::join(columns, ",")));
      return {};
    }
    if (cells.size() != header.size()) {
      findings.error({source, i + 1, 1},
                     fmt::format("expects {} columns; this line has {}", header.size(), cells.size()));
      continue;
    }
    NumberRow row{{source, i + 1, 1}, std::vector<double>(columns.size())};
    bool is_whole = true;
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const auto at = std::find(columns.begin(), columns.end(), header[j]) - columns.begin();
      is_whole = read_number_cell(cells[j], {source, i + 1, cells[j].column}, header[j],
                                  row.values[static_cast<std::size_t>(at)], findings) &&
                 is_whole;
    }
    if (is_whole) rows.push_back(std::move(row));
  }
  if (rows.empty() && findings.error_count() == 0) findings.error(node.mark, "the file has no rows");
  return rows;
}

}  // namespace gigapod
