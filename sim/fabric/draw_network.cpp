#include "sim/base/dimension.hpp"
#include "sim/fabric/draw.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// More blocks than this are folded into classes of equal ones.
constexpr int kMostBlocksDrawn = 8;
/// Trunks between more blocks than this are drawn as one layer of optical switches.
constexpr int kMostBlocksWithTrunksDrawn = 4;

std::string rate(BytesPerSecond bandwidth) { return short_text(bandwidth); }

std::string counted(std::size_t count, const char* word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

/// Pods of one type with equal uplinks under one block.
struct PodClass {
  const PodInstance* first = nullptr;
  const PodInstance* last = nullptr;
  std::size_t count = 0;
  BytesPerSecond uplink;
};

/// Blocks with the same classes of pods and the same way up.
struct BlockClass {
  std::vector<int> blocks;
  std::vector<PodClass> pods;  ///< of its first block; `last` is in its last block when blocks are folded
  BytesPerSecond uplink;       ///< into the core, or all trunks together
  int trunks = 0;
};

std::vector<PodClass> pod_classes(const SiteLayout& layout, const DcnFabric& dcn, int block) {
  std::vector<PodClass> classes;
  for (const PodInstance& pod : layout.pods) {
    if (dcn.block_of_pod[pod.id.value] != block) continue;
    const BytesPerSecond uplink = dcn.links[static_cast<std::size_t>(dcn.pod_uplink[pod.id.value])].bandwidth;
    if (classes.empty() || classes.back().first->spec != pod.spec || classes.back().uplink != uplink) {
      classes.push_back({&pod, &pod, 0, uplink});
    }
    classes.back().last = &pod;
    ++classes.back().count;
  }
  return classes;
}

std::string signature(const BlockClass& block) {
  std::string text = fmt::format("{}/{}", block.uplink.value(), block.trunks);
  for (const PodClass& pods : block.pods) {
    text += fmt::format("|{}:{}:{}", pods.first->spec->name, pods.count, pods.uplink.value());
  }
  return text;
}

BlockClass describe_block(const SiteLayout& layout, const DcnFabric& dcn, int block) {
  BlockClass described{{block}, pod_classes(layout, dcn, block), BytesPerSecond(0.0), 0};
  const auto b = static_cast<std::size_t>(block);
  if (dcn.trunk.empty()) {
    described.uplink = dcn.links[static_cast<std::size_t>(dcn.block_uplink[b])].bandwidth;
    return described;
  }
  for (const int link : dcn.trunk[b]) {
    if (link < 0) continue;
    described.uplink += dcn.links[static_cast<std::size_t>(link)].bandwidth;
    ++described.trunks;
  }
  return described;
}

std::vector<BlockClass> block_classes(const SiteLayout& layout, const DcnFabric& dcn) {
  std::vector<BlockClass> classes;
  std::map<std::string, std::size_t> known;
  for (int block = 0; block < dcn.blocks; ++block) {
    BlockClass described = describe_block(layout, dcn, block);
    const auto found = known.find(signature(described));
    if (dcn.blocks <= kMostBlocksDrawn || found == known.end()) {
      known[signature(described)] = classes.size();
      classes.push_back(std::move(described));
      continue;
    }
    BlockClass& same = classes[found->second];
    same.blocks.push_back(block);
    for (std::size_t i = 0; i < same.pods.size(); ++i) same.pods[i].last = described.pods[i].last;
  }
  return classes;
}

std::string pods_label(const PodClass& pods, std::size_t blocks) {
  std::string names = pods.first->name;
  if (pods.first != pods.last) names += " … " + pods.last->name;
  const std::string count =
      blocks > 1 ? fmt::format("{} pods in each block", pods.count) : counted(pods.count, "pod");
  return fmt::format("{}\\n{} of {} chips ({})", names, count, pods.first->spec->shape.chips(),
                     to_text(pods.first->spec->shape));
}

std::string block_label(const BlockClass& block) {
  if (block.blocks.size() == 1) return fmt::format("block {}", block.blocks.front());
  return fmt::format("{} blocks\\nblock {} … block {}", block.blocks.size(), block.blocks.front(),
                     block.blocks.back());
}

void draw_class(const BlockClass& block, std::size_t index, std::string& dot) {
  dot += fmt::format("  b{} [label=\"{}\", fillcolor=\"#dbe9f6\"{}];\n", index, block_label(block),
                     block.blocks.size() > 1 ? ", peripheries=2" : "");
  for (std::size_t i = 0; i < block.pods.size(); ++i) {
    const PodClass& pods = block.pods[i];
    dot += fmt::format("  p{}_{} [label=\"{}\", fillcolor=\"#e6f3e3\"{}];\n", index, i,
                       pods_label(pods, block.blocks.size()), pods.count > 1 ? ", peripheries=2" : "");
    dot += fmt::format("  b{} -- p{}_{} [label=\"{}{}\"];\n", index, index, i, pods.count > 1 ? "each " : "",
                       rate(pods.uplink));
  }
}

void draw_core(const std::vector<BlockClass>& classes, const DcnFabric& dcn, std::string& dot) {
  dot += "  core [label=\"core\", fillcolor=\"#f6e3db\"];\n";
  for (std::size_t i = 0; i < classes.size(); ++i) {
    dot += fmt::format("  core -- b{} [label=\"{}{}\"];\n", i, classes[i].blocks.size() > 1 ? "each " : "",
                       rate(classes[i].uplink));
  }
  const auto storage = static_cast<std::size_t>(dcn.storage_link);
  dot += fmt::format("  storage -- core [label=\"{}\"];\n", rate(dcn.links[storage].bandwidth));
}

void draw_trunks(const std::vector<BlockClass>& classes, const DcnFabric& dcn, std::string& dot) {
  const bool is_folded = dcn.blocks > kMostBlocksWithTrunksDrawn;
  if (is_folded) {
    dot += "  trunks [label=\"optical circuit switches\", fillcolor=\"#f6e3db\"];\n";
    for (std::size_t i = 0; i < classes.size(); ++i) {
      dot += fmt::format("  trunks -- b{} [label=\"{}{} trunks,\\n{} together\"];\n", i,
                         classes[i].blocks.size() > 1 ? "each " : "", classes[i].trunks, rate(classes[i].uplink));
    }
  }
  for (std::size_t a = 0; !is_folded && a < dcn.trunk.size(); ++a) {
    for (std::size_t b = a + 1; b < dcn.trunk.size(); ++b) {
      if (dcn.trunk[a][b] < 0) continue;
      const auto link = static_cast<std::size_t>(dcn.trunk[a][b]);
      dot += fmt::format("  b{} -- b{} [label=\"{}\", color=\"#b5651d\", constraint=false];\n", a, b,
                         rate(dcn.links[link].bandwidth));
    }
  }
  dot += is_folded ? "  {rank=same; storage; trunks;}\n" : "  {rank=same; storage; b0;}\n";
  const auto storage = static_cast<std::size_t>(dcn.storage_link);
  dot += fmt::format("  storage -- b0 [label=\"{}\"];\n", rate(dcn.links[storage].bandwidth));
}

}  // namespace

std::string network_dot(const SiteLayout& layout, const DcnFabric& dcn) {
  std::string dot =
      "graph network {\n"
      "  rankdir=TB; nodesep=0.35; ranksep=0.8;\n"
      "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [fontname=\"Helvetica\", fontsize=10];\n";
  dot += fmt::format(
      "  label=\"{} pods, {} chips, {}; bandwidths are for one direction\"; labelloc=t; fontname=\"Helvetica\";\n",
      layout.pods.size(), layout.chips, counted(static_cast<std::size_t>(dcn.blocks), "aggregation block"));
  if (layout.pods.empty()) return dot + "}\n";
  const std::vector<BlockClass> classes = block_classes(layout, dcn);
  dot += "  storage [label=\"storage\", shape=cylinder, fillcolor=\"#eeeeee\"];\n";
  for (std::size_t i = 0; i < classes.size(); ++i) draw_class(classes[i], i, dot);
  dcn.trunk.empty() ? draw_core(classes, dcn, dot) : draw_trunks(classes, dcn, dot);
  return dot + "}\n";
}

}  // namespace gigapod
