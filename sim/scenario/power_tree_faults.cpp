#include "sim/scenario/power_tree_faults.hpp"

#include "sim/base/dimension.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/fabric/fed_pods.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace gigapod {
namespace {

const char* level_name(PowerLevel level) { return kPowerLevelNames[static_cast<std::size_t>(level)]; }

/// The nodes of one description by name, and where each was written.
class TreeCheck {
 public:
  TreeCheck(const std::vector<FeedSpec>& tree, const DocumentNode& list, Findings& findings)
      : tree_(tree), list_(list), findings_(findings) {}

  void run() {
    for (std::size_t i = 0; i < tree_.size(); ++i) {
      const auto [place, is_new] = index_.try_emplace(tree_[i].name, i);
      if (!is_new) error(i, "name", fmt::format("two nodes of the power tree are called '{}'", tree_[i].name));
      ++children_[tree_[i].parent];
    }
    find_cycles();
    check_root();
    for (std::size_t i = 0; i < tree_.size(); ++i) {
      if (!tree_[i].parent.empty()) check_parent(i);
      check_pods(i);
    }
  }

 private:
  void error(std::size_t node, const char* key, std::string message, std::string hint = {}) {
    const DocumentNode* value = list_.items[node].find(key);
    findings_.error(value != nullptr ? value->mark : list_.items[node].mark, std::move(message), std::move(hint));
  }

  void check_root() {
    const FeedSpec* root = nullptr;
    for (std::size_t i = 0; i < tree_.size(); ++i) {
      if (!tree_[i].parent.empty()) continue;
      if (root != nullptr) {
        error(i, "name",
              fmt::format("'{}' has no parent, and neither has '{}'; a power tree has one root", tree_[i].name,
                          root->name),
              fmt::format("give it a parent, such as `parent: {}`", root->name));
        continue;
      }
      root = &tree_[i];
      if (root->level != PowerLevel::kGrid) {
        error(i, "level",
              fmt::format("the root '{}' is a {}; it must be the grid", root->name, level_name(root->level)));
      }
      if (root->rating > Watts(0.0)) {
        error(i, "rating", "the rating of the grid is 'grid_power'", "leave the rating out");
      }
    }
    if (root == nullptr) findings_.error(list_.label, "the power tree has no root: every node has a parent");
  }

  void check_parent(std::size_t i) {
    const auto found = index_.find(tree_[i].parent);
    if (found == index_.end()) {
      std::vector<std::string> names;
      for (const auto& [name, index] : index_) names.push_back(name);
      const auto nearest = nearest_word(tree_[i].parent, names);
      error(i, "parent",
            fmt::format("'{}' hangs off '{}', which is no node of the power tree", tree_[i].name, tree_[i].parent),
            nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
      return;
    }
    const FeedSpec& parent = tree_[found->second];
    if (tree_[i].level > parent.level || is_in_cycle_[i]) return;
    error(i, "level",
          fmt::format("'{}' is a {} and can't be fed by '{}', a {}", tree_[i].name, level_name(tree_[i].level),
                      parent.name, level_name(parent.level)),
          fmt::format("from top to bottom: {}", fmt::join(kPowerLevelNames, ", ")));
  }

  void check_pods(std::size_t i) {
    const bool feeds_pods = tree_[i].pods != FeedSpec::kNone;
    const bool feeds_nodes = children_.contains(tree_[i].name);
    if (feeds_pods && feeds_nodes) {
      error(i, "pods",
            fmt::format("'{}' feeds pods and other nodes; pods hang off the last nodes only", tree_[i].name));
    } else if (!feeds_pods && !feeds_nodes) {
      error(i, "name", fmt::format("'{}' feeds neither pods nor other nodes", tree_[i].name),
            "give it `pods: 8` or `pods: rest`");
    }
  }

  /// Walks up from every node once; each cycle is reported at the node where a walk meets it.
  void find_cycles() {
    enum {
      kNew,
      kOnWay,
      kDone
    };
    std::vector<int> state(tree_.size(), kNew);
    is_in_cycle_.assign(tree_.size(), false);
    for (std::size_t i = 0; i < tree_.size(); ++i) {
      std::vector<std::size_t> way;
      std::size_t at = i;
      for (bool goes_on = state[at] == kNew; goes_on;) {
        state[at] = kOnWay;
        way.push_back(at);
        const auto up = index_.find(tree_[at].parent);
        goes_on = up != index_.end();
        if (goes_on) at = up->second;
        goes_on = goes_on && state[at] == kNew;
      }
      const auto first = state[at] == kOnWay ? std::find(way.begin(), way.end(), at) : way.end();
      if (first != way.end() && index_.contains(tree_[way.back()].parent)) report_cycle({first, way.end()});
      for (const std::size_t node : way) state[node] = kDone;
    }
  }

  void report_cycle(const std::vector<std::size_t>& cycle) {
    std::string text = tree_[cycle.front()].name;
    for (const std::size_t node : cycle) {
      is_in_cycle_[node] = true;
      text += ", fed by " + tree_[node].parent;
    }
    error(cycle.front(), "parent", "the power tree has a cycle: " + text);
  }

  const std::vector<FeedSpec>& tree_;
  const DocumentNode& list_;
  Findings& findings_;
  std::map<std::string, std::size_t> index_;
  std::map<std::string, int> children_;  ///< by name
  std::vector<bool> is_in_cycle_;
};

/// Where findings about a node of the description stand.
struct TreePlaces {
  const DocumentNode* list;
  const Mark* otherwise;

  [[nodiscard]] const Mark& of(std::size_t node, const char* key) const {
    if (list == nullptr) return *otherwise;
    const DocumentNode* value = list->items[node].find(key);
    return value != nullptr ? value->mark : list->items[node].mark;
  }
};

void check_handed_out(const SiteSpec& site, const SiteLayout& layout, const TreePlaces& places, Findings& findings) {
  const FedPods fed = feed_pods(site.power.tree, layout.pods);
  if (!fed.unfed.empty()) {
    findings.error(
        places.list != nullptr ? places.list->label : *places.otherwise,
        fmt::format("the power tree feeds {} of the {} pods; '{}' is the first without a feed",
                    layout.pods.size() - fed.unfed.size(), layout.pods.size(), layout.pods[fed.unfed.front()].name),
        "give a node `pods: rest`");
  }
  const bool fits = std::any_of(site.pods.begin(), site.pods.end(), [](const PodGroup& g) { return g.count == 0; });
  for (const std::size_t i : fed.short_feeds) {
    const FeedSpec& feed = site.power.tree[i];
    const std::size_t count = fed.pods[i].size();
    const std::string left = count == 0 ? "none is" : count == 1 ? "1 is" : fmt::format("{} are", count);
    if (feed.pods == FeedSpec::kRest) {
      findings.error(places.of(i, "pods"),
                     fmt::format("'{}' feeds the rest of the pods, and none is left", feed.name),
                     "each pod is fed once, numbers before the rest");
    } else if (!fits) {
      findings.error(places.of(i, "pods"),
                     fmt::format("'{}' feeds {} pod{}, and {} left for it", feed.name, feed.pods,
                                 feed.pods == 1 ? "" : "s", left),
                     "each pod is fed once, in the order of the tree");
    }
  }
}

/// What the nodes below each node must be able to take: their ratings where they are stated, else what is below them
/// in turn with their own loss, without margins.
std::vector<Watts> guaranteed_below(const SiteSpec& site, const PowerTree& tree,
                                    const std::map<std::string, std::size_t>& stated) {
  std::vector<Watts> below = tree.constant_draw;
  for (std::size_t i = tree.nodes.size(); i-- > 1;) {
    const PowerNode& node = tree.nodes[i];
    Watts own;
    if (node.level == PowerLevel::kRack) {
      own = node.rating / site.power.levels[static_cast<std::size_t>(PowerLevel::kRack)].margin;
    } else if (stated.contains(node.name)) {
      own = node.rating;
    } else {
      const LossCurve& curve = tree.curves[static_cast<std::size_t>(node.curve)];
      own = below[i] + conversion_loss(curve, node.capacity(), below[i]);
    }
    below[static_cast<std::size_t>(node.parent)] += own;
  }
  return below;
}

void check_sums(const SiteSpec& site, const SiteLayout& layout, const TreePlaces& places, Findings& findings) {
  const PowerTree tree = build_power_tree(site, layout);
  std::map<std::string, std::size_t> described;
  std::map<std::string, std::size_t> stated;
  for (std::size_t i = 0; i < site.power.tree.size(); ++i) {
    described[site.power.tree[i].name] = i;
    if (site.power.tree[i].rating > Watts(0.0)) stated[site.power.tree[i].name] = i;
  }
  const std::vector<Watts> below = guaranteed_below(site, tree, stated);
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const auto found = described.find(tree.nodes[i].name);
    if (found == described.end()) continue;
    const FeedSpec& feed = site.power.tree[found->second];
    const double most = i == 0 && feed.oversubscription == 1.0 ? site.power.oversubscription : feed.oversubscription;
    if (below[i] <= tree.nodes[i].rating * (most * (1.0 + 1e-9))) continue;
    const double ratio = below[i] / tree.nodes[i].rating;
    findings.error(
        places.of(found->second, i == 0 ? "name" : "rating"),
        fmt::format("'{}' is rated {} and feeds nodes rated {} together; with an oversubscription of {} it "
                    "may feed {}",
                    feed.name, short_text(tree.nodes[i].rating), short_text(below[i]), most,
                    short_text(tree.nodes[i].rating * most)),
        fmt::format("raise its rating, lower theirs, or say `oversubscription: {:.3g}`",
                    std::ceil(ratio * 100.0) / 100.0));
  }
}

}  // namespace

void check_power_tree(const std::vector<FeedSpec>& tree, const DocumentNode& list, Findings& findings) {
  TreeCheck(tree, list, findings).run();
}

bool check_fed_pods(const SiteSpec& site, const SiteLayout& layout, const DocumentNode* list, const Mark& otherwise,
                    Findings& findings) {
  if (site.power.tree.empty()) return true;
  const std::size_t errors = findings.error_count();
  const TreePlaces places{list, &otherwise};
  check_handed_out(site, layout, places, findings);
  if (findings.error_count() == errors) check_sums(site, layout, places, findings);
  return findings.error_count() == errors;
}

}  // namespace gigapod
