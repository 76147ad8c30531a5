#include "tests/unit/scenario/catalog_for_tests.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of_file(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Values a user may come to type, and some that nobody does.
const std::vector<std::string> kOddValues = {
    "0",    "-1",       "1",        "2147483647", "1e308", "1e-308", "nan",   "",          "x",
    "null", "[]",       "{}",       "true",       "1 W",   "1 GB/s", "0 s",   "1e300 s",   "10000x1000x1",
    "1x1",  "4x4x4",    "1x1x1",    "1048576",    "none",  "fit",    "1e18",  "0.5",       "1e9",
    "v7",   "trillium", "ironwood", "16x16",      "4x8",   "7x5x3",  "65536", "1000000000"};

/// One to three lines with another value, dropped, doubled or swapped.
std::string mutated(std::vector<std::string> lines, std::mt19937& generator) {
  const int changes = 1 + static_cast<int>(generator() % 3);
  for (int change = 0; change < changes; ++change) {
    const std::size_t at = generator() % lines.size();
    const std::size_t colon = lines[at].find(": ");
    switch (generator() % 8) {
      case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 1: lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[generator() % lines.size()]); break;
      default:
        if (colon != std::string::npos) {
          lines[at] = lines[at].substr(0, colon + 2) + kOddValues[generator() % kOddValues.size()];
        }
    }
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// A user's input is read or refused; it trips no promise of the program (InternalError) and crashes nothing.
TEST(Mutations, OfShippedScenariosAreReadOrRefused) {
  std::mt19937 generator(11);
  int read = 0;
  int refused = 0;
  const WrittenFile file("scenario.yaml", "");
  for (const char* name : {"quickstart", "million_chips", "trillium_multislice", "scaling"}) {
    const Scenario whole = [&] {
      Diagnostics ignored;
      return read_scenario(fs::path(GIGAPOD_SOURCE_DIR) / "scenarios" / (std::string(name) + ".yaml"),
                           shipped_catalog(), ignored);
    }();
    file.add("whole.yaml", whole.resolved_text);
    for (const fs::path& original :
         {fs::path(GIGAPOD_SOURCE_DIR) / "scenarios" / (std::string(name) + ".yaml"), file.folder() / "whole.yaml"}) {
      const std::vector<std::string> lines = lines_of_file(original);
      for (int run = 0; run < 150; ++run) {
        const std::string text = mutated(lines, generator);
        file.add("scenario.yaml", text);
        try {
          ++(findings_of(file.path()).empty() ? read : refused);
        } catch (const std::exception& failure) {
          ADD_FAILURE() << failure.what() << "\n" << text;
        }
      }
    }
  }
  EXPECT_GT(read, 100);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace gigapod
