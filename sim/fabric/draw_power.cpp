#include "sim/base/dimension.hpp"
#include "sim/fabric/draw.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// Equal siblings: nodes of one level with the same rating, constant draw and the same subtrees.
struct Sibling {
  std::size_t node = 0;  ///< the first of them
  std::size_t last = 0;
  std::size_t count = 0;
};

class PowerDrawing {
 public:
  explicit PowerDrawing(const PowerTree& tree) : tree_(tree), children_(tree.nodes.size()) {
    for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
      children_[static_cast<std::size_t>(tree.nodes[i].parent)].push_back(i);
    }
    number_subtrees();
  }

  std::string text() {
    dot_ =
        "digraph power {\n"
        "  rankdir=TB; nodesep=0.3; ranksep=0.5;\n"
        "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#fdf3d8\", fontname=\"Helvetica\", fontsize=11];\n"
        "  edge [arrowhead=none, fontname=\"Helvetica\", fontsize=10];\n";
    draw({0, 0, 1});
    return dot_ + "}\n";
  }

 private:
  [[nodiscard]] std::vector<Sibling> siblings(std::size_t parent) const {
    std::vector<Sibling> groups;
    std::map<int, std::size_t> known;
    for (const std::size_t child : children_[parent]) {
      const auto [place, is_new] = known.try_emplace(kind_[child], groups.size());
      if (is_new) groups.push_back({child, child, 0});
      Sibling& group = groups[place->second];
      group.last = child;
      ++group.count;
    }
    return groups;
  }

  /// Gives equal subtrees the same number; children come after their parents, so this runs backwards.
  void number_subtrees() {
    kind_.assign(tree_.nodes.size(), 0);
    std::map<std::string, int> known;
    for (std::size_t i = tree_.nodes.size(); i-- > 0;) {
      std::string signature = fmt::format("{}/{}/{}", static_cast<int>(tree_.nodes[i].level),
                                          tree_.nodes[i].rating.value(), tree_.constant_draw[i].value());
      for (const Sibling& group : siblings(i)) signature += fmt::format("|{}x{}", kind_[group.node], group.count);
      kind_[i] = known.try_emplace(std::move(signature), static_cast<int>(known.size())).first->second;
    }
  }

  [[nodiscard]] std::string label(const Sibling& group) const {
    const PowerNode& node = tree_.nodes[group.node];
    std::string text = node.name;
    if (group.count > 1) text += " … " + tree_.nodes[group.last].name;
    if (node.level == PowerLevel::kGrid) return fmt::format("grid\\n{} at the meter", short_text(node.rating));
    text += fmt::format("\\n{}{}", group.count > 1 ? "each " : "", short_text(node.rating));
    if (tree_.constant_draw[group.node] > Watts(0.0)) {
      text += fmt::format("\\nnetwork {}", short_text(tree_.constant_draw[group.node]));
    }
    if (node.level != PowerLevel::kRow) return text;
    for (const Sibling& racks : siblings(group.node)) {
      text += fmt::format("\\n{} rack{} of {}", racks.count, racks.count == 1 ? "" : "s",
                          short_text(tree_.nodes[racks.node].rating));
    }
    return text;
  }

  void draw(const Sibling& group) {
    dot_ +=
        fmt::format("  n{} [label=\"{}\"{}];\n", group.node, label(group), group.count > 1 ? ", peripheries=2" : "");
    if (tree_.nodes[group.node].level == PowerLevel::kRow) return;
    for (const Sibling& child : siblings(group.node)) {
      draw(child);
      dot_ += fmt::format("  n{} -> n{}{};\n", group.node, child.node,
                          child.count > 1 ? fmt::format(" [label=\"{}×\"]", child.count) : "");
    }
  }

  const PowerTree& tree_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<int> kind_;
  std::string dot_;
};

}  // namespace

std::string power_dot(const PowerTree& tree) { return PowerDrawing(tree).text(); }

}  // namespace gigapod
