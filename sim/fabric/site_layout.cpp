#include "sim/fabric/site_layout.hpp"

#include "sim/base/check.hpp"
#include "sim/fabric/fed_pods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigapod {
namespace {

struct Group {
  const PodGroup* wanted = nullptr;
  const PodSpec* pod = nullptr;
  const ChipSpec* chip = nullptr;
  Watts pod_power;
  std::int64_t installed = 0;
};

/// Whole pods under a power; a billionth of slack keeps an envelope computed from n pods holding n pods.
std::int64_t whole_pods(Watts power, Watts per_pod) {
  const double pods = std::floor(power / per_pod * (1.0 + 1e-9));
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::min(pods, 1e9)));
}

std::int64_t pods_in_limit(const Group& group) {
  if (group.wanted->chip_limit <= 0) return std::numeric_limits<std::int64_t>::max();
  return group.wanted->chip_limit / group.pod->shape.chips();
}

Watts power_of_others(const std::vector<Group>& groups, const Group& group) {
  Watts sum;
  for (const Group& other : groups) {
    if (&other != &group) sum += other.pod_power * static_cast<double>(other.installed);
  }
  return sum;
}

/// Pods of the group that a described power tree can feed beside the other groups, which fill the nodes for their own
/// type first.
std::int64_t feeds_left(const std::vector<Group>& groups, const Group& group, const SiteSpec& site) {
  constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
  const std::vector<FeedSpec>& tree = site.power.tree;
  const std::int64_t own = pods_in_tree(tree, group.wanted->type);
  std::int64_t shared = pods_in_tree(tree, "");
  if (tree.empty() || own < 0 || shared < 0) return kAny;
  for (const Group& other : groups) {
    const std::int64_t theirs = pods_in_tree(tree, other.wanted->type);
    if (&other != &group && theirs >= 0) shared -= std::max<std::int64_t>(0, other.installed - theirs);
  }
  return own + std::max<std::int64_t>(0, shared);
}

std::vector<Group> groups_of(const SiteSpec& site, const std::map<std::string, PodSpec>& pods,
                             const std::map<std::string, ChipSpec>& chips) {
  std::vector<Group> groups;
  for (const PodGroup& wanted : site.pods) {
    const auto pod = pods.find(wanted.type);
    GIGAPOD_CHECK(pod != pods.end(), "the site has a pod type '" + wanted.type + "' that is not in the scenario");
    const auto chip = chips.find(pod->second.chip);
    GIGAPOD_CHECK(chip != chips.end(), "a pod has a chip '" + pod->second.chip + "' that is not in the scenario");
    groups.push_back({&wanted, &pod->second, &chip->second, installed_power(pod->second, chip->second, site.dcn), 0});
  }
  return groups;
}

GroupFit fit_of(const Group& group, Watts budget, std::int64_t feeds, const PowerSpec& power) {
  const std::int64_t chips_per_pod = group.pod->shape.chips();
  const std::int64_t envelope_pods = whole_pods(budget, group.pod_power);
  GroupFit fit;
  fit.type = group.wanted->type;
  fit.chip_limit = group.wanted->chip_limit;
  fit.installed_chips = group.installed * chips_per_pod;
  fit.envelope_chips = envelope_pods * chips_per_pod;
  if (group.wanted->count > 0 && group.installed == group.wanted->count) {
    fit.bound = "count";
  } else {
    fit.bound = feeds < std::min(envelope_pods, pods_in_limit(group)) ? "power_tree"
                : envelope_pods < pods_in_limit(group)                ? "grid_power"
                                                                      : "chip_limit";
  }
  const double chips = static_cast<double>(fit.chip_limit > 0 ? fit.chip_limit : fit.installed_chips);
  fit.power_for_limit = group.pod_power * (chips / static_cast<double>(chips_per_pod)) * meter_factor(power);
  return fit;
}

void install(const Group& group, SiteLayout& layout) {
  const std::size_t width =
      std::max<std::size_t>(2, std::to_string(std::max<std::int64_t>(0, group.installed - 1)).size());
  for (std::int64_t i = 0; i < group.installed; ++i) {
    PodInstance pod;
    pod.name = fmt::format("{}-{:0{}}", group.wanted->type, i, width);
    pod.id = PodId{static_cast<std::uint32_t>(layout.pods.size())};
    pod.spec = group.pod;
    pod.chip = group.chip;
    pod.first_block = BlockId{static_cast<std::uint32_t>(layout.blocks)};
    pod.blocks = blocks_per_pod(*group.pod);
    pod.first_chip = static_cast<std::uint32_t>(layout.chips);
    layout.blocks += pod.blocks;
    layout.chips += group.pod->shape.chips();
    layout.pods.push_back(std::move(pod));
  }
}

}  // namespace

const PodInstance& SiteLayout::pod_of(BlockId block) const {
  GIGAPOD_CHECK(static_cast<int>(block.value) < blocks, "a block id beyond the site's blocks");
  const auto after = std::upper_bound(pods.begin(), pods.end(), block,
                                      [](BlockId id, const PodInstance& pod) { return id < pod.first_block; });
  return *(after - 1);
}

namespace {

double factor_of(const std::vector<EfficiencyPoint>& efficiency) { return 1.0 + LossCurve(efficiency).loss(1.0); }

/// Input over output from the rack to below the grid, each level once.
double factor_of_levels(const PowerSpec& power) {
  double factor = 1.0;
  for (std::size_t level = 1; level < power.levels.size(); ++level)
    factor *= factor_of(power.levels[level].efficiency);
  return factor;
}

/// The same over the worst way up a described tree.
double factor_of_tree(const PowerSpec& power) {
  std::map<std::string, const FeedSpec*> by_name;
  for (const FeedSpec& feed : power.tree) by_name[feed.name] = &feed;
  double worst = 1.0;
  for (const FeedSpec& leaf : power.tree) {
    if (leaf.pods == FeedSpec::kNone) continue;
    double factor = factor_of(power.levels[static_cast<std::size_t>(PowerLevel::kRack)].efficiency);
    if (leaf.level != PowerLevel::kRow) {
      factor *= factor_of(power.levels[static_cast<std::size_t>(PowerLevel::kRow)].efficiency);
    }
    for (const FeedSpec* feed = &leaf; !feed->parent.empty(); feed = by_name.at(feed->parent)) {
      const auto& level = power.levels[static_cast<std::size_t>(feed->level)];
      factor *= factor_of(feed->efficiency.empty() ? level.efficiency : feed->efficiency);
    }
    worst = std::max(worst, factor);
  }
  return worst;
}

}  // namespace

double meter_factor(const PowerSpec& power) {
  const double below = power.tree.empty() ? factor_of_levels(power) : factor_of_tree(power);
  const double pue = power.cooling ? full_load_pue(*power.cooling, power.cooling->design_temperature) : power.pue;
  return (pue + (below - 1.0)) * (1.0 + LossCurve(power.levels.front().efficiency).loss(1.0));
}

Watts it_power_budget(const PowerSpec& power) {
  return power.grid_power * power.oversubscription / meter_factor(power);
}

Watts installed_power(const PodSpec& pod, const ChipSpec& chip, const DcnSpec& dcn) {
  return provisioned_power(pod, chip) + dcn.power_per_pod;
}

SiteLayout lay_out(const SiteSpec& site, const std::map<std::string, PodSpec>& pods,
                   const std::map<std::string, ChipSpec>& chips) {
  std::vector<Group> groups = groups_of(site, pods, chips);
  const Watts budget = it_power_budget(site.power);
  for (Group& group : groups) {
    if (group.wanted->count > 0) group.installed = std::min<std::int64_t>(group.wanted->count, pods_in_limit(group));
  }
  for (Group& group : groups) {
    if (group.wanted->count > 0) continue;
    const Watts left = budget - power_of_others(groups, group);
    group.installed =
        std::min({whole_pods(left, group.pod_power), pods_in_limit(group), feeds_left(groups, group, site)});
  }
  SiteLayout layout;
  for (const Group& group : groups) {
    layout.fits.push_back(
        fit_of(group, budget - power_of_others(groups, group), feeds_left(groups, group, site), site.power));
    install(group, layout);
  }
  return layout;
}

}  // namespace gigapod
