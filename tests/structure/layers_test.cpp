#include "tests/structure/source_includes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

struct Door {
  std::string include_prefix;
  std::vector<std::string> folders;
};

/// The folders in which a third-party library may be included.
const std::vector<Door> kDoors = {
    {"simgrid/", {"sim/engine"}},
    {"yaml-cpp/", {"sim/scenario"}},
    {"CLI/", {"sim/app"}},
    {"pybind11/", {"sim/app/python"}},
    {"sqlite3.h", {"sim/record", "analysis"}},
    {"boost/graph/", {"sim/fabric", "topologies"}},
    {"boost/math/", {"analysis"}},
    {"nlohmann/", {"sim/record", "sim/scenario", "analysis", "sim/app"}},
    {"xxhash.h", {"sim/base"}},
    {"kissfft/", {"sim/model"}},
    {"google/protobuf/", {"sim/trace"}},
    {"execution_trace.pb.h", {"sim/trace"}},
};

TEST(Layers, AnIncludePointsOnlyUpTheLayerTable) {
  std::string faults;
  for (const fs::path& file : source_files()) {
    for (const Include& include : includes_of(file)) {
      if (!include.is_own) continue;
      const int from = layer_of(include.file);
      const int to = layer_of(include.target);
      if (to < 0) faults += fmt::format("{}:{}: '{}' names no layer\n", include.file, include.line, include.target);
      if (to > from) faults += fmt::format("{}:{}: '{}' lies below\n", include.file, include.line, include.target);
    }
  }
  EXPECT_EQ(faults, "");
}

TEST(Layers, AThirdPartyLibraryEntersByItsDoor) {
  std::string faults;
  for (const fs::path& file : source_files()) {
    for (const Include& include : includes_of(file)) {
      for (const Door& door : kDoors) {
        if (include.is_own || include.target.rfind(door.include_prefix, 0) != 0) continue;
        const bool is_allowed = std::any_of(door.folders.begin(), door.folders.end(), [&](const std::string& folder) {
          return include.file.rfind(folder + "/", 0) == 0;
        });
        if (!is_allowed) faults += fmt::format("{}:{}: <{}>\n", include.file, include.line, include.target);
      }
    }
  }
  EXPECT_EQ(faults, "");
}

TEST(Layers, AFileHoldsOneConceptInAtMost400Lines) {
  std::string faults;
  for (const fs::path& file : source_files()) {
    std::ifstream stream(file);
    const auto lines = std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
    if (lines > 400) faults += fmt::format("{}: {} lines\n", fs::relative(file, GIGAPOD_SOURCE_DIR).string(), lines);
  }
  EXPECT_EQ(faults, "");
}

}  // namespace
}  // namespace gigapod::test
