#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {

/// A table for a terminal: columns as wide as their longest cell, two spaces apart.
class TextTable {
 public:
  enum class Align {
    kLeft,
    kRight
  };
  /// Adds a column; a heading may hold a line break for a second line.
  TextTable& column(std::string heading, Align align = Align::kRight);
  /// Adds a row with a cell for each column.
  void row(std::vector<std::string> cells);
  [[nodiscard]] std::string text(std::size_t indent = 2) const;
  [[nodiscard]] bool is_empty() const { return rows_.empty(); }

 private:
  struct Column {
    std::string heading;
    Align align;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Cut to at most `width` characters, the last two of a cut text being `..`.
[[nodiscard]] std::string clipped(const std::string& text, std::size_t width);

/// Broken at spaces into lines of at most `width` characters; every line but the first starts with `indent` spaces.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace gigapod
