#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The layer table of docs/architecture.md, top to bottom: an include may name its own layer or one above it.
const std::vector<std::string> kLayers = {"sim/base",   "sim/hardware", "sim/fabric", "topologies",  "sim/model",
                                          "sim/trace",  "sim/cluster",  "sim/policy", "sim/serving", "sim/scenario",
                                          "sim/record", "sim/engine",   "analysis",   "sim/app"};

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

struct Include {
  std::string file;
  int line = 0;
  std::string target;
  bool is_own = false;  ///< in quotes
};

int layer_of(const std::string& path) {
  for (std::size_t i = 0; i < kLayers.size(); ++i) {
    if (path.rfind(kLayers[i] + "/", 0) == 0) return static_cast<int>(i);
  }
  return -1;
}

std::vector<fs::path> source_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"sim", "topologies", "analysis"}) {
    fs::recursive_directory_iterator entries(fs::path(GIGAPOD_SOURCE_DIR) / folder);
    for (auto entry = fs::begin(entries); entry != fs::end(entries); ++entry) {
      if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
      const std::string extension = entry->path().extension();
      if (extension == ".cpp" || extension == ".hpp") files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::ifstream stream(file);
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line) {
    if (text.rfind("#include ", 0) != 0 || text.size() < 12) continue;
    const char close = text[9] == '<' ? '>' : '"';
    const auto end = text.find(close, 10);
    includes.push_back(
        {fs::relative(file, GIGAPOD_SOURCE_DIR).string(), line, text.substr(10, end - 10), close == '"'});
  }
  return includes;
}

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
