#include "tests/theory/documented_table.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gigapod {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

void expect_documented(const std::string& name, const std::string& text, const std::string& page_name) {
  const auto file = std::filesystem::path(GIGAPOD_SOURCE_DIR) / page_name;
  std::string page = content(file);
  const std::string mark = "<!-- table " + name + " -->\n";
  const auto begin = page.find(mark);
  ASSERT_NE(begin, std::string::npos) << page_name << " has no table '" << name << "'";
  const auto end = page.find("<!-- end -->", begin);
  ASSERT_NE(end, std::string::npos) << "table '" << name << "' has no end";
  const std::string expected = "```text\n" + text + "```\n";
  const auto first = begin + mark.size();

  if (std::getenv("GIGAPOD_WRITE_EXPECTED") != nullptr) {
    page.replace(first, end - first, expected);
    std::ofstream(file, std::ios::binary) << page;
    return;
  }
  EXPECT_EQ(page.substr(first, end - first), expected)
      << "the results moved: say why in CHANGELOG, then write the page anew with GIGAPOD_WRITE_EXPECTED=1";
}

}  // namespace gigapod
