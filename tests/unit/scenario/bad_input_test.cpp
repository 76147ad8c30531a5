#include "tests/unit/scenario/catalog_for_tests.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(GIGAPOD_SOURCE_DIR) / "tests/unit/scenario/bad";

std::vector<std::string> bad_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaml" && entry.path().stem() != "base") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// Every file of tests/unit/scenario/bad with the exact text it is refused with beside it. To write the texts anew
/// after a change, run with GIGAPOD_WRITE_EXPECTED=1 and read the difference.
class BadInput : public testing::TestWithParam<std::string> {};

TEST_P(BadInput, IsRefusedWithThisText) {
  const fs::path expected = kFolder / (GetParam() + ".txt");
  fs::current_path(kFolder);

  const std::string findings = findings_of(GetParam() + ".yaml");

  if (std::getenv("GIGAPOD_WRITE_EXPECTED") != nullptr) std::ofstream(expected, std::ios::binary) << findings;
  EXPECT_EQ(findings, content(expected));
  EXPECT_NE(findings, "");
}

INSTANTIATE_TEST_SUITE_P(Files, BadInput, testing::ValuesIn(bad_files()),
                         [](const testing::TestParamInfo<std::string>& file) { return file.param; });

TEST(GoodInput, TheFileTheOthersExtendIsValid) {
  fs::current_path(kFolder);

  EXPECT_EQ(findings_of("base.yaml"), "");
}

}  // namespace
}  // namespace gigapod
