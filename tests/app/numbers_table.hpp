#pragma once

#include "analysis/csv_table.hpp"
#include "sim/base/diagnostics.hpp"
#include "tests/app/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>

namespace gigapod::test {

/// A CSV file with its cells by column.
class NumbersTable {
 public:
  explicit NumbersTable(const std::filesystem::path& file) : name_(file.filename().string()) {
    Diagnostics findings;
    table_ = read_csv(file.string(), file_text(file), findings);
    EXPECT_FALSE(findings.has_errors()) << findings.text();
  }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return table_.rows.size(); }
  [[nodiscard]] std::size_t columns() const { return table_.header.size(); }
  [[nodiscard]] std::string header(std::size_t column) const { return table_.header.at(column).text; }
  [[nodiscard]] bool has(const std::string& column) const { return index(column) < columns(); }
  [[nodiscard]] std::string text(std::size_t row, std::size_t column) const {
    return table_.rows.at(row).at(column).text;
  }
  [[nodiscard]] std::string text(std::size_t row, const std::string& column) const {
    return text(row, index(column));
  }
  [[nodiscard]] double number(std::size_t row, const std::string& column) const {
    return std::stod(text(row, column));
  }

 private:
  [[nodiscard]] std::size_t index(std::string column) const {
    std::transform(column.begin(), column.end(), column.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });  // as the reader has them
    std::size_t i = 0;
    while (i < table_.header.size() && table_.header[i].text != column) ++i;
    return i;
  }
  std::string name_;
  CsvTable table_;
};

/// Whether a value of the page is what the cell says; numbers to the bit.
inline testing::AssertionResult is_in(const nlohmann::json& value, const std::string& cell) {
  const bool is_same = value.is_string()   ? value.get<std::string>() == cell
                       : value.is_null()   ? cell.empty()
                       : value.is_number() ? !cell.empty() && std::stod(cell) == value.get<double>()
                                           : value.dump() == cell;
  if (is_same) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "the page has " << value << ", the CSV '" << cell << "'";
}

}  // namespace gigapod::test
