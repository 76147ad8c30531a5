#include "tests/app/defined_names.hpp"

#include "analysis/csv_table.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

/// Names that the program defines in a group, as `gigapod describe metrics` prints them.
std::vector<std::string> defined_names(const std::string& group) {
  const ScratchFolder scratch;
  std::istringstream lines(run_program({"describe", "metrics", group}, scratch.path()).output);
  std::vector<std::string> names;
  bool is_own = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.front() != ' ') is_own = line == group;
    const bool is_name = line.starts_with("  ") && line[2] != ' ';
    if (is_own && is_name) names.push_back(line.substr(2, line.find(" [") - 2));
  }
  return names;
}

/// A name with its placeholders filled in all ways; the name itself without one.
std::vector<std::string> filled_in(const std::string& name, const Placeholders& placeholders) {
  for (const auto& [placeholder, values] : placeholders) {
    const std::size_t at = name.find(placeholder);
    if (at == std::string::npos) continue;
    std::vector<std::string> all;
    for (const std::string& value : values) {
      const auto full = filled_in(name.substr(0, at) + value + name.substr(at + placeholder.size()), placeholders);
      all.insert(all.end(), full.begin(), full.end());
    }
    return all;
  }
  return {name};
}

}  // namespace

std::string faults_of(const std::string& group, const std::set<std::string>& columns,
                      const Placeholders& placeholders) {
  std::set<std::string> defined;
  for (const std::string& name : defined_names(group)) {
    for (const std::string& full : filled_in(name, placeholders)) defined.insert(full);
  }
  std::string faults;
  for (const std::string& column : columns) {
    if (!defined.contains(column)) faults += fmt::format("{}: '{}' is not defined\n", group, column);
  }
  for (const std::string& name : defined) {
    if (!columns.contains(name)) faults += fmt::format("{}: no column is '{}'\n", group, name);
  }
  return faults;
}

std::set<std::string> columns_of(const fs::path& file) {
  Diagnostics findings;
  std::set<std::string> columns;
  for (const CsvCell& cell : read_csv(file.string(), file_text(file), findings).header) columns.insert(cell.text);
  return columns;
}

void expect_success(const std::vector<std::string>& arguments, const fs::path& folder) {
  const ProgramResult result = run_program(arguments, folder);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
}

}  // namespace gigapod::test
