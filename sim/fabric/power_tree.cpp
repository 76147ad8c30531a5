// The power tree's ratings.
//
// rack = hall margin x (chips and hosts of one block at full activity); every other node = its level's margin x (sum
// of what it feeds, a hall also hall margin x (OCS, in-pod network and data-centre network of its pods)). A level
// with an efficiency adds its own loss. The grid node has the site's rating at the meter. Assumed: a row feeds blocks
// of one pod, and the network of a pod hangs off its hall's feed.
#include "sim/fabric/power_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

class Builder {
 public:
  Builder(const SiteSpec& site, const SiteLayout& layout) : site_(site), layout_(layout) {
    const PowerSpec& power = site.power;
    const int pods = static_cast<int>(layout.pods.size());
    const int halls = (pods + power.pods_per_hall - 1) / power.pods_per_hall;
    const int substations = (halls + power.halls_per_substation - 1) / power.halls_per_substation;
    hall_width_ = width_for(halls);
    substation_width_ = width_for(substations);
    tree_.rack_of_block.reserve(static_cast<std::size_t>(layout.blocks));
    tree_.nodes.reserve(static_cast<std::size_t>(layout.blocks) * 2 + 16);
  }

  PowerTree build() {
    add("grid", PowerLevel::kGrid, -1);
    for (const PodInstance& pod : layout_.pods) {
      const int index = static_cast<int>(pod.id.value);
      if (index % site_.power.pods_per_hall == 0) open_hall(index / site_.power.pods_per_hall);
      add_pod(pod);
    }
    rate();
    return std::move(tree_);
  }

 private:
  static std::size_t width_for(int count) {
    return std::max<std::size_t>(2, std::to_string(std::max(0, count - 1)).size());
  }

  int add(std::string name, PowerLevel level, int parent) {
    tree_.nodes.push_back({std::move(name), level, parent});
    tree_.constant_draw.push_back(Watts(0.0));
    return static_cast<int>(tree_.nodes.size()) - 1;
  }

  void open_hall(int hall) {
    if (hall % site_.power.halls_per_substation == 0) {
      const int number = hall / site_.power.halls_per_substation;
      substation_ = add(fmt::format("substation-{:0{}}", number, substation_width_), PowerLevel::kSubstation, 0);
    }
    hall_ = add(fmt::format("hall-{:0{}}", hall, hall_width_), PowerLevel::kHall, substation_);
  }

  void add_pod(const PodInstance& pod) {
    const Watts network =
        pod.spec->ocs_power * pod.spec->ocs_count + pod.spec->network_power + site_.dcn.power_per_pod;
    tree_.constant_draw[static_cast<std::size_t>(hall_)] += network;
    tree_.nodes[static_cast<std::size_t>(hall_)].rating += network * site_.power.hall_margin;
    tree_.hall_of_pod.push_back(hall_);
    const double chips = chips_per_block(*pod.spec);
    const Watts block = pod.chip->peak_power * chips + pod.chip->host_power * (chips / pod.chip->chips_per_host);
    int row = -1;
    for (int i = 0; i < pod.blocks; ++i) {
      const int row_number = i / site_.power.cubes_per_row;
      if (i % site_.power.cubes_per_row == 0) {
        row = add(fmt::format("{}/row-{:02}", pod.name, row_number), PowerLevel::kRow, hall_);
      }
      const int rack = add(fmt::format("{}/rack-{:03}", pod.name, i), PowerLevel::kRack, row);
      tree_.nodes[static_cast<std::size_t>(rack)].rating = block * site_.power.hall_margin;
      tree_.rack_of_block.push_back(rack);
    }
  }

  /// The ratings hold what the nodes feed at full activity; from below, the margin and the own loss come on top.
  void rate() {
    for (std::size_t i = tree_.nodes.size(); i-- > 1;) {
      PowerNode& node = tree_.nodes[i];
      const LevelSpec& level = site_.power.levels[static_cast<std::size_t>(node.level)];
      node.curve = curve_of(level.efficiency);
      node.rating = rating_for(node, node.rating * level.margin);
      tree_.nodes[static_cast<std::size_t>(node.parent)].rating += node.rating;
    }
    tree_.nodes[0].rating = site_.power.grid_power;
    tree_.nodes[0].curve = curve_of(site_.power.levels.front().efficiency);
  }

  int curve_of(const std::vector<EfficiencyPoint>& efficiency) {
    const LossCurve curve(efficiency);
    const auto found = std::find(tree_.curves.begin(), tree_.curves.end(), curve);
    if (found == tree_.curves.end()) tree_.curves.push_back(curve);
    return static_cast<int>(std::find(tree_.curves.begin(), tree_.curves.end(), curve) - tree_.curves.begin());
  }

  /// The rating r of a node that feeds `output`: r = output + r loss(output / r), by iteration.
  [[nodiscard]] Watts rating_for(const PowerNode& node, Watts output) const {
    const LossCurve& curve = tree_.curves[static_cast<std::size_t>(node.curve)];
    if (curve.is_lossless()) return output;
    PowerNode sized = node;
    sized.rating = output;
    constexpr int kTurns = 60;
    for (int i = 0; i < kTurns && sized.rating > Watts(0.0); ++i) {
      sized.rating = output + sized.capacity() * curve.loss(output / sized.capacity());
    }
    return sized.rating;
  }

  const SiteSpec& site_;
  const SiteLayout& layout_;
  PowerTree tree_;
  std::size_t hall_width_ = 2;
  std::size_t substation_width_ = 2;
  int substation_ = 0;
  int hall_ = 0;
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
