#include "analysis/text_table.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <sstream>

namespace gigapod {
namespace {

/// Characters of a UTF-8 text, which is what a terminal makes room for.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace

TextTable& TextTable::column(std::string heading, Align align) {
  columns_.push_back({std::move(heading), align});
  return *this;
}

void TextTable::row(std::vector<std::string> cells) {
  GIGAPOD_CHECK(cells.size() == columns_.size(), "a row has a cell for each column");
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(std::size_t indent) const {
  std::size_t heading_lines = 1;
  for (const Column& column : columns_) heading_lines = std::max(heading_lines, lines_of(column.heading).size());
  std::vector<std::vector<std::string>> all(heading_lines, std::vector<std::string>(columns_.size()));
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::vector<std::string> lines = lines_of(columns_[c].heading);
    for (std::size_t i = 0; i < lines.size(); ++i) all[heading_lines - lines.size() + i][c] = lines[i];
  }
  all.insert(all.end(), rows_.begin(), rows_.end());

  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& cells : all) {
    for (std::size_t c = 0; c < cells.size(); ++c) widths[c] = std::max(widths[c], width_of(cells[c]));
  }
  std::string text;
  for (const auto& cells : all) {
    std::string line(indent, ' ');
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string padding(widths[c] - width_of(cells[c]), ' ');
      const bool is_left = columns_[c].align == Align::kLeft;
      line.append(c > 0 ? "  " : "").append(is_left ? cells[c] : padding).append(is_left ? padding : cells[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string clipped(const std::string& text, std::size_t width) {
  if (width_of(text) <= width || width < 3) return text;
  std::size_t bytes = 0;
  for (std::size_t characters = 0; bytes < text.size(); ++bytes) {
    if ((static_cast<unsigned char>(text[bytes]) & 0xc0) != 0x80 && characters++ == width - 2) break;
  }
  return text.substr(0, bytes) + "..";
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::istringstream words(text);
  std::string result;
  std::size_t used = 0;
  for (std::string word; words >> word;) {
    const std::size_t length = width_of(word);
    if (used > 0 && used + 1 + length > width) {
      result.append("\n").append(indent, ' ');
      used = indent;
    } else if (!result.empty()) {
      result += " ";
      ++used;
    }
    result += word;
    used += length;
  }
  return result;
}

}  // namespace gigapod
