#include "analysis/marked_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigapod {
namespace {

/// The name in a mark; nothing for other lines.
std::string_view name_in(std::string_view line, std::string_view begin) {
  constexpr std::string_view kEnd = " -->";
  if (!line.starts_with(begin) || !line.ends_with(kEnd)) return {};
  return line.substr(begin.size(), line.size() - begin.size() - kEnd.size());
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

std::string names_of(const MarkedTables& tables) {
  std::string names;
  for (const auto& [name, table] : tables) names += (names.empty() ? "" : ", ") + name;
  return names;
}

}  // namespace

std::string with_marked_tables(const MarkdownDocument& document, std::string_view mark, const MarkedTables& tables,
                               Diagnostics& findings) {
  const std::string begin = fmt::format("<!-- {}: ", mark);
  const std::string end_line = begin + "end -->";
  const std::vector<std::string_view> lines = lines_of(document.text);
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += std::string(lines[i]) + "\n";
    const std::string_view name = name_in(lines[i], begin);
    if (name.empty()) continue;
    const auto table = tables.find(name);
    const auto end = std::find(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(), end_line);
    if (table == tables.end() || end == lines.end()) {
      findings.error({document.file, i + 1, 1},
                     table == tables.end() ? fmt::format("there is no table '{}'", name)
                                           : fmt::format("the table '{}' has no end", name),
                     table == tables.end() ? "the tables: " + names_of(tables) : "end it with a line " + end_line,
                     std::string(lines[i]));
      return text;
    }
    text += table->second + end_line + "\n";
    i = static_cast<std::size_t>(end - lines.begin());
  }
  return text;
}

}  // namespace gigapod
