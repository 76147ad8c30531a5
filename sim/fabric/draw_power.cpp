#include "sim/base/dimension.hpp"
#include "sim/fabric/draw.hpp"
#include "sim/fabric/power_index.hpp"

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
  explicit PowerDrawing(const PowerTree& tree) : tree_(tree), index_(tree) {}

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
    for (int i = index_.first_child[parent]; i < index_.first_child[parent + 1]; ++i) {
      const auto child = static_cast<std::size_t>(index_.children[static_cast<std::size_t>(i)]);
      const auto [place, is_new] = known.try_emplace(index_.kind[child], groups.size());
      if (is_new) groups.push_back({child, child, 0});
      Sibling& group = groups[place->second];
      group.last = child;
      ++group.count;
    }
    return groups;
  }

  /// Redundancy and efficiency, where a node has them.
  [[nodiscard]] std::string traits(const PowerNode& node) const {
    std::string text;
    if (node.redundancy != Redundancy::kNone) {
      text += fmt::format("\\n{} of {} unit{}", kRedundancyNames[static_cast<std::size_t>(node.redundancy)],
                          node.units, node.units == 1 ? "" : "s");
    }
    const double loss = tree_.curves[static_cast<std::size_t>(node.curve)].loss(1.0);
    if (loss > 0.0) text += fmt::format("\\nefficiency {:.1f}%", 100.0 / (1.0 + loss));
    return text;
  }

  [[nodiscard]] std::string label(const Sibling& group) const {
    const PowerNode& node = tree_.nodes[group.node];
    std::string text = node.name;
    if (group.count > 1) text += " … " + tree_.nodes[group.last].name;
    if (node.level == PowerLevel::kGrid) {
      return fmt::format("{}\\n{} at the meter{}", node.name, short_text(node.rating), traits(node));
    }
    text += fmt::format("\\n{}{}{}", group.count > 1 ? "each " : "", short_text(node.rating), traits(node));
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
  PowerIndex index_;
  std::string dot_;
};

}  // namespace

std::string power_dot(const PowerTree& tree) { return PowerDrawing(tree).text(); }

}  // namespace gigapod
