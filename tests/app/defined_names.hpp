#pragma once

#include "tests/app/program.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace gigapod::test {

/// What the placeholders of a file stand for in a test's input.
using Placeholders = std::map<std::string, std::vector<std::string>>;

/// What columns, or keys, and the definitions that `gigapod describe metrics` prints have that the other doesn't.
[[nodiscard]] std::string faults_of(const std::string& group, const std::set<std::string>& columns,
                                    const Placeholders& placeholders = {});

[[nodiscard]] std::set<std::string> columns_of(const std::filesystem::path& file);

void expect_success(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

}  // namespace gigapod::test
