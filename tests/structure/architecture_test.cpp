// docs/architecture.md shows what the sources are: its table of layers, and a drawing of what includes what.
#include "tests/structure/source_includes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace gigapod::test {
namespace {

using Edges = std::set<std::pair<int, int>>;  ///< from a layer to one that it includes

std::filesystem::path page_file() { return std::filesystem::path(GIGAPOD_SOURCE_DIR) / "docs/architecture.md"; }

std::string page() {
  std::ostringstream text;
  text << std::ifstream(page_file(), std::ios::binary).rdbuf();
  return text.str();
}

Edges includes_between_layers() {
  Edges edges;
  for (const std::filesystem::path& file : source_files()) {
    for (const Include& include : includes_of(file)) {
      const int from = layer_of(include.file);
      const int to = layer_of(include.target);
      if (include.is_own && to >= 0 && from != to) edges.emplace(from, to);
    }
  }
  return edges;
}

/// Whether a way of two edges or more leads from one layer to the other.
bool has_detour(const Edges& edges, int from, int to, bool is_first = true) {
  for (const auto& [begin, end] : edges) {
    if (begin != from || (is_first && end == to)) continue;
    if (end == to || has_detour(edges, end, to, false)) return true;
  }
  return false;
}

/// The layers as a graph of Mermaid, which GitHub draws; arrows that follow from others are left out.
std::string drawing() {
  const Edges edges = includes_between_layers();
  std::string text = "```mermaid\nflowchart BT\n";
  for (std::size_t i = 0; i < layers().size(); ++i) text += fmt::format("  l{}[{}]\n", i, layers()[i]);
  for (const auto& [from, to] : edges) {
    if (!has_detour(edges, from, to)) text += fmt::format("  l{} --> l{}\n", from, to);
  }
  return text + "```\n";
}

TEST(Architecture, ListsTheLayersInTheirOrder) {
  std::istringstream lines(page().substr(page().find("| folder | holds | door for |")));
  std::vector<std::string> listed;
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  while (std::getline(lines, line) && line.rfind("| ", 0) == 0) listed.push_back(line.substr(2, line.find(" |") - 2));

  EXPECT_EQ(listed, layers());
}

TEST(Architecture, DrawsWhatIncludesWhat) {
  const std::string begin = "<!-- layers: drawing -->\n";
  const std::string end = "<!-- layers: end -->";
  std::string text = page();
  const auto first = text.find(begin);
  ASSERT_NE(first, std::string::npos);
  const auto at = first + begin.size();
  const auto length = text.find(end, at) - at;

  if (std::getenv("GIGAPOD_WRITE_EXPECTED") != nullptr) {
    std::ofstream(page_file(), std::ios::binary) << text.replace(at, length, drawing());
    return;
  }
  EXPECT_EQ(text.substr(at, length), drawing()) << "GIGAPOD_WRITE_EXPECTED=1 draws the layers anew";
}

}  // namespace
}  // namespace gigapod::test
