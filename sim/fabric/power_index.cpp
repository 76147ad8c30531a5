#include "sim/fabric/power_index.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <map>

namespace gigapod {
namespace {

using Signature = std::vector<std::uint64_t>;

void link(const PowerTree& tree, PowerIndex& index) {
  const std::size_t count = tree.nodes.size();
  index.parent.resize(count);
  index.depth.resize(count);
  index.end.resize(count);
  index.first_child.assign(count + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const int parent = index.parent[i] = tree.nodes[i].parent;
    if (parent < 0) continue;
    index.depth[i] = index.depth[static_cast<std::size_t>(parent)] + 1;
    ++index.first_child[static_cast<std::size_t>(parent) + 1];
  }
  for (std::size_t i = 0; i < count; ++i) index.first_child[i + 1] += index.first_child[i];
  index.children.resize(count - 1);
  std::vector<int> next(index.first_child.begin(), index.first_child.end() - 1);
  for (std::size_t i = 1; i < count; ++i) {
    index.children[static_cast<std::size_t>(next[static_cast<std::size_t>(index.parent[i])]++)] = static_cast<int>(i);
  }
  for (std::size_t i = count; i-- > 0;) {
    index.end[i] = std::max(index.end[i], static_cast<int>(i) + 1);
    if (i == 0) continue;
    int& end = index.end[static_cast<std::size_t>(index.parent[i])];
    end = std::max(end, index.end[i]);
  }
}

std::vector<PowerKind::Part> parts_of(const PowerIndex& index, std::size_t node) {
  std::vector<int> kinds;
  for (int i = index.first_child[node]; i < index.first_child[node + 1]; ++i) {
    kinds.push_back(index.kind[static_cast<std::size_t>(index.children[static_cast<std::size_t>(i)])]);
  }
  std::sort(kinds.begin(), kinds.end());
  std::vector<PowerKind::Part> parts;
  for (const int kind : kinds) {
    if (parts.empty() || parts.back().kind != kind) parts.push_back({kind, 0});
    ++parts.back().count;
  }
  return parts;
}

Signature signature_of(const PowerKind& kind) {
  const auto bits = [](Watts amount) { return std::bit_cast<std::uint64_t>(amount.value()); };
  Signature signature = {static_cast<std::uint64_t>(kind.level),
                         bits(kind.rating),
                         bits(kind.capacity),
                         bits(kind.constant),
                         static_cast<std::uint64_t>(kind.curve),
                         std::bit_cast<std::uint64_t>(kind.blocks)};
  for (const PowerKind::Part& part : kind.children) {
    signature.push_back(static_cast<std::uint64_t>(part.kind));
    signature.push_back(static_cast<std::uint64_t>(part.count));
  }
  return signature;
}

/// Draw of each block up to which a lossless node and all below it keep to their ratings.
Watts most_per_block(const PowerKind& kind) {
  if (kind.blocks == 0.0) return kind.most_below;
  return min(kind.most_below, (kind.rating - kind.constant_below) / kind.blocks);
}

}  // namespace

PowerIndex::PowerIndex(const PowerTree& tree) : kind(tree.nodes.size()) {
  link(tree, *this);
  std::vector<int> blocks(tree.nodes.size());
  for (const int rack : tree.rack_of_block) ++blocks[static_cast<std::size_t>(rack)];
  std::map<Signature, int> known;
  for (std::size_t i = tree.nodes.size(); i-- > 0;) {  // children come after their parents
    const PowerNode& node = tree.nodes[i];
    const int curve =
        i == 0 ? 0 : node.curve;  // the grid's loss comes after the cooling, which is no part of the tree
    PowerKind made{node.level, node.rating, node.capacity(), tree.constant_draw[i], curve, parts_of(*this, i)};
    made.blocks = blocks[i];
    made.constant_below = made.constant;
    made.most_below = Watts(std::numeric_limits<double>::infinity());
    made.is_lossless = tree.curves[static_cast<std::size_t>(curve)].is_lossless();
    for (const PowerKind::Part& part : made.children) {
      const PowerKind& child = kinds[static_cast<std::size_t>(part.kind)];
      made.blocks += child.blocks * part.count;
      made.constant_below += child.constant_below * part.count;
      made.is_lossless = made.is_lossless && child.is_lossless;
      made.most_below = min(made.most_below, most_per_block(child));
    }
    const auto [place, is_new] = known.try_emplace(signature_of(made), static_cast<int>(kinds.size()));
    if (is_new) kinds.push_back(std::move(made));
    kind[i] = place->second;
  }
}

}  // namespace gigapod
