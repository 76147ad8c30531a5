// A broadcast: the array of the first chip of a slice goes to every chip.
//   broadcast = launch + (D + c - 1) (latency + V / (n c b)),   c = sqrt((D - 1) V / (n b latency)), rounded
// V = bytes of the array, b = one link, one direction. The array is cut into n parts, and each part goes down a tree
// of its own, in c chunks that follow each other: a chunk takes latency + V / (n c b) a hop, the last one starts c -
// 1 such times after the first and has D hops to go, D the depth of the deepest tree. The best c is that of Johnsson
// and Ho (IEEE Trans. Computers 38, 1989), whose trees for hypercubes these follow: no two trees use the same link.
//   n = 2 x axes when every axis is a ring, otherwise one an axis. Tree (a, step) goes from the first chip along axis
//   a, from there along the next axis, and along the last; the chips that share the first one's place on a come last,
//   round the ring or back from their neighbours. A chip has its n trees from n different links, which the pattern of
//   places that are 0 shows case by case (1, 2 or 3 axes).
//   D = sum of (length - 1), and one more with several axes that are rings or of which one has two chips.
// Assumes that a chip passes a chunk on only when it has the whole of it. No schedule is faster than V over the links
// of the poorest chip; a twisted torus, or rings beside lines, could use more links than the trees do.
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/collective/collective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// A tree: the axes in the order in which they are gone along, the direction, and whether it goes round rings.
struct Tree {
  std::vector<int> order;
  int step = 1;
  bool is_round = false;
};

/// The link over which a chip gets the chunks of a tree.
struct Arrival {
  int from = 0;
  int axis = 0;
  int step = 1;
};

/// The trees as the closed form sees them.
struct Trees {
  int count = 0;
  int depth = 0;
};

class Broadcast final : public Collective {
 public:
  struct Params {
    int most_chunks = 64;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("most_chunks", &Params::most_chunks, {1, 4096}, "Most chunks of a part of a broadcast; assumed.");
    return list;
  }
  explicit Broadcast(const Params& params) : params_(params) {}

  [[nodiscard]] Seconds time(Bytes array, const ChipGroup& group, LinkRate link) const override {
    const Trees trees = trees_of(group);
    const int chunks = best_chunks(array, trees, link);
    const Seconds hop = link.hop_latency + array / (link.one_way * trees.count * chunks);
    return link.launch + (trees.depth + chunks - 1) * hop;
  }
  [[nodiscard]] Seconds bound(Bytes array, const ChipGroup& group, LinkRate link) const override {
    return array / (link.one_way * links_in_use(group.axes));
  }
  [[nodiscard]] std::string formula(Bytes array, const ChipGroup& group, LinkRate link) const override {
    const Trees trees = trees_of(group);
    const int chunks = best_chunks(array, trees, link);
    return fmt::format("{} to start + ({} hops + {} chunks - 1) x (a hop + {} / ({} trees x {} chunks x {}))",
                       short_text(link.launch), trees.depth, chunks, short_text(array), trees.count, chunks,
                       short_text(link.one_way));
  }

  [[nodiscard]] Fold fold() const override { return Fold::kNone; }
  [[nodiscard]] std::string flow_fault(const SliceLinks& links) const override {
    constexpr int kMostChips = 512;  // with 64 chunks SimGrid takes ten seconds
    return links.chips() > kMostChips ? too_many_chips_fault(static_cast<std::size_t>(links.chips())) : "";
  }
  [[nodiscard]] std::vector<int> chunk_counts(const SliceLinks& links, Bytes array, LinkRate link) const override {
    const SliceTopology& slice = links.slice();
    return {best_chunks(array, trees_of({slice.axes, slice.is_twisted}), link)};
  }
  [[nodiscard]] FlowSchedule flows(const SliceLinks& links, const FlowSettings& settings) const override {
    FlowGraph graph;
    graph.links = links.count();
    graph.link_latency = settings.hop_latency;
    for (int link = 0; link < links.count(); ++link) graph.routes.push_back({link});
    const std::vector<Tree> trees = trees_on(links);
    const Bytes chunk = settings.full_size / (static_cast<double>(trees.size()) * settings.chunks);
    const int receivers = links.chips() - 1;
    for (const Tree& tree : trees) {
      for (int count = 0; count < settings.chunks; ++count) {
        const int first = static_cast<int>(graph.flows.size()) - 1;  // of chip 0, which receives nothing
        for (int chip = 1; chip < links.chips(); ++chip) {
          const Arrival way = arrival(links, chip, tree);
          graph.flows.push_back({links.link(way.from, way.axis, way.step), chunk});
          if (way.from != 0) graph.order.push_back({first + way.from, first + chip});
          if (count > 0) graph.order.push_back({first + chip - receivers, first + chip});
        }
      }
    }
    return {graph};
  }

 private:
  static bool has_rings_only(const ChipGroup& group) {
    const auto closes = [](const SliceAxis& axis) { return axis.length < 2 || is_ring(axis); };
    return !group.is_twisted && std::all_of(group.axes.begin(), group.axes.end(), closes);
  }

  static Trees trees_of(const ChipGroup& group) {
    Trees trees;
    bool has_pair = false;
    for (const SliceAxis& axis : group.axes) {
      if (axis.length < 2) continue;
      ++trees.count;
      trees.depth += axis.length - 1;
      has_pair = has_pair || axis.length == 2;
    }
    const bool are_rings = has_rings_only(group);
    if (trees.count > 1 && (are_rings || has_pair)) ++trees.depth;
    if (are_rings) trees.count *= 2;
    return trees;
  }

  [[nodiscard]] int best_chunks(Bytes array, const Trees& trees, LinkRate link) const {
    const Seconds part = array / (link.one_way * trees.count);
    if (link.hop_latency.value() <= 0.0) return trees.depth > 1 ? params_.most_chunks : 1;
    const double best = std::sqrt((trees.depth - 1) * (part / link.hop_latency));
    return static_cast<int>(std::lround(std::clamp(best, 1.0, static_cast<double>(params_.most_chunks))));
  }

  static std::vector<Tree> trees_on(const SliceLinks& links) {
    std::vector<int> order;
    for (int axis = 0; axis < links.axes(); ++axis) {
      if (links.length(axis) > 1) order.push_back(axis);
    }
    const bool are_rings = has_rings_only({links.slice().axes, links.slice().is_twisted});
    std::vector<Tree> trees;
    for (std::size_t turn = 0; turn < order.size(); ++turn) {
      trees.push_back({order, 1, are_rings});
      if (are_rings) trees.push_back({order, -1, are_rings});
      std::rotate(order.begin(), order.begin() + 1, order.end());
    }
    return trees;
  }

  static Arrival arrival(const SliceLinks& links, int chip, const Tree& tree) {
    int axis = tree.order.front();
    int step = tree.step;
    if (links.position(chip, axis) == 0) {
      if (!tree.is_round) step = -step;
    } else {
      for (const int later : tree.order) axis = links.position(chip, later) != 0 ? later : axis;
    }
    return {*links.neighbour(chip, axis, -step), axis, step};
  }

  Params params_;
};

const bool kRegistered =
    register_plugin<Broadcast, Collective>("broadcast", "Every chip gets the array of the first one.");

}  // namespace
}  // namespace gigapod
