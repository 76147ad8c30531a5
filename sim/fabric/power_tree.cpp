// The power tree's ratings.
//
// rack = hall margin x (chips and hosts of one block at full activity); every other node = its level's margin x (sum
// of what it feeds, and hall margin x OCS, in-pod network and data-centre network of the pods that hang off it). A
// node with an efficiency adds its own loss. A described node may state its rating. The grid's is at the meter.
// Assumed: a row feeds blocks of one pod, and the network of a pod hangs off the feed of the pod.
#include "sim/fabric/power_tree.hpp"

#include "sim/fabric/fed_pods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace gigapod {
namespace {

class Builder {
 public:
  Builder(const SiteSpec& site, const SiteLayout& layout) : site_(site), layout_(layout) {
    tree_.rack_of_block.resize(static_cast<std::size_t>(layout.blocks));
    tree_.hall_of_pod.resize(layout.pods.size());
    tree_.nodes.reserve(static_cast<std::size_t>(layout.blocks) * 2 + 16);
  }

  PowerTree build() {
    if (site_.power.tree.empty()) {
      add_halls();
    } else {
      add_described();
    }
    rate();
    return std::move(tree_);
  }

 private:
  static std::size_t width_for(int count) {
    return std::max<std::size_t>(2, std::to_string(std::max(0, count - 1)).size());
  }

  int add(std::string name, PowerLevel level, int parent, const FeedSpec* spec = nullptr) {
    PowerNode node;
    node.name = std::move(name);
    node.level = level;
    node.parent = parent;
    tree_.nodes.push_back(std::move(node));
    tree_.constant_draw.push_back(Watts(0.0));
    specs_.push_back(spec);
    return static_cast<int>(tree_.nodes.size()) - 1;
  }

  /// Halls and substations of equal size.
  void add_halls() {
    const PowerSpec& power = site_.power;
    const int halls = (static_cast<int>(layout_.pods.size()) + power.pods_per_hall - 1) / power.pods_per_hall;
    const int substations = (halls + power.halls_per_substation - 1) / power.halls_per_substation;
    add("grid", PowerLevel::kGrid, -1);
    int substation = 0;
    for (int hall = 0; hall < halls; ++hall) {
      if (hall % power.halls_per_substation == 0) {
        const int number = hall / power.halls_per_substation;
        substation =
            add(fmt::format("substation-{:0{}}", number, width_for(substations)), PowerLevel::kSubstation, 0);
      }
      const int node = add(fmt::format("hall-{:0{}}", hall, width_for(halls)), PowerLevel::kHall, substation);
      const auto first = layout_.pods.begin() + hall * power.pods_per_hall;
      const auto last =
          layout_.pods.begin() + std::min(static_cast<int>(layout_.pods.size()), (hall + 1) * power.pods_per_hall);
      for (auto pod = first; pod != last; ++pod) add_pod(*pod, node);
    }
  }

  /// The nodes of the description, each followed by all below it.
  void add_described() {
    fed_ = feed_pods(site_.power.tree, layout_.pods);
    for (std::size_t i = 0; i < site_.power.tree.size(); ++i) children_[site_.power.tree[i].parent].push_back(i);
    for (const std::size_t root : children_[""]) add_described(root, -1);
  }

  void add_described(std::size_t index, int parent) {
    const FeedSpec& spec = site_.power.tree[index];
    const int node = add(spec.name, spec.level, parent, &spec);
    for (const std::size_t pod : fed_.pods[index]) add_pod(layout_.pods[pod], node);
    const auto children = children_.find(spec.name);
    if (children == children_.end()) return;
    for (const std::size_t child : children->second) add_described(child, node);
  }

  void add_pod(const PodInstance& pod, int feed) {
    const Watts network =
        pod.spec->ocs_power * pod.spec->ocs_count + pod.spec->network_power + site_.dcn.power_per_pod;
    tree_.constant_draw[static_cast<std::size_t>(feed)] += network;
    tree_.nodes[static_cast<std::size_t>(feed)].rating += network * site_.power.hall_margin;
    tree_.hall_of_pod[pod.id.value] = feed;
    const double chips = chips_per_block(*pod.spec);
    const Watts block = pod.chip->peak_power * chips + pod.chip->host_power * (chips / pod.chip->chips_per_host);
    const bool has_row = tree_.nodes[static_cast<std::size_t>(feed)].level == PowerLevel::kRow;
    int row = feed;
    for (int i = 0; i < pod.blocks; ++i) {
      if (!has_row && i % site_.power.cubes_per_row == 0) {
        row = add(fmt::format("{}/row-{:02}", pod.name, i / site_.power.cubes_per_row), PowerLevel::kRow, feed);
      }
      const int rack = add(fmt::format("{}/rack-{:03}", pod.name, i), PowerLevel::kRack, row);
      tree_.nodes[static_cast<std::size_t>(rack)].rating = block * site_.power.hall_margin;
      tree_.rack_of_block[pod.first_block.value + static_cast<std::uint32_t>(i)] = rack;
    }
  }

  /// Gives every node its efficiency and its rating, the lowest first.
  void rate() {
    for (std::size_t i = tree_.nodes.size(); i-- > 0;) {
      PowerNode& node = tree_.nodes[i];
      const LevelSpec& level = site_.power.levels[static_cast<std::size_t>(node.level)];
      const FeedSpec* spec = specs_[i];
      node.curve = curve_of(spec != nullptr && !spec->efficiency.empty() ? spec->efficiency : level.efficiency);
      if (spec != nullptr) {
        node.redundancy = spec->redundancy;
        node.units = spec->units;
      }
      if (i == 0) {
        node.rating = site_.power.grid_power;
        break;
      }
      const double margin = spec != nullptr && spec->margin > 0.0 ? spec->margin : level.margin;
      node.rating =
          spec != nullptr && spec->rating > Watts(0.0) ? spec->rating : rating_for(node, node.rating * margin);
      tree_.nodes[static_cast<std::size_t>(node.parent)].rating += node.rating;
    }
  }

  int curve_of(const std::vector<EfficiencyPoint>& efficiency) {
    if (efficiency.empty()) return 0;
    const LossCurve curve(efficiency);
    const auto found = std::find(tree_.curves.begin(), tree_.curves.end(), curve);
    const auto index = static_cast<int>(found - tree_.curves.begin());
    if (found == tree_.curves.end()) tree_.curves.push_back(curve);
    return index;
  }

  /// The rating r of a node that feeds `output`: r = output + r loss(output / r), by iteration.
  [[nodiscard]] Watts rating_for(const PowerNode& node, Watts output) const {
    const LossCurve& curve = tree_.curves[static_cast<std::size_t>(node.curve)];
    PowerNode sized = node;
    sized.rating = output;
    constexpr int kTurns = 60;
    for (int i = 0; i < kTurns && !curve.is_lossless(); ++i) {
      sized.rating = output + conversion_loss(curve, sized.capacity(), output);
    }
    return sized.rating;
  }

  const SiteSpec& site_;
  const SiteLayout& layout_;
  PowerTree tree_;
  std::vector<const FeedSpec*> specs_;  ///< by node; null: generated
  FedPods fed_;
  std::map<std::string, std::vector<std::size_t>> children_;  ///< of the description, by the parent's name
};

}  // namespace

PowerTree build_power_tree(const SiteSpec& site, const SiteLayout& layout) { return Builder(site, layout).build(); }

Cooling site_cooling(const SiteSpec& site, const SiteLayout& layout) {
  if (!site.power.cooling) return Cooling(site.power.pue);
  Watts design;
  for (const PodInstance& pod : layout.pods) design += installed_power(*pod.spec, *pod.chip, site.dcn);
  return {*site.power.cooling, design};
}

}  // namespace gigapod
