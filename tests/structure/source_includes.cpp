#include "tests/structure/source_includes.hpp"

#include <algorithm>
#include <fstream>

namespace gigapod::test {

namespace fs = std::filesystem;

const std::vector<std::string>& layers() {
  static const std::vector<std::string> names = {
      "sim/base",   "sim/hardware", "sim/fabric",   "topologies", "sim/model",  "sim/trace", "sim/cluster",
      "sim/policy", "sim/serving",  "sim/scenario", "sim/record", "sim/engine", "analysis",  "sim/app"};
  return names;
}

int layer_of(const std::string& path) {
  for (std::size_t i = 0; i < layers().size(); ++i) {
    if (path.rfind(layers()[i] + "/", 0) == 0) return static_cast<int>(i);
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

}  // namespace gigapod::test
