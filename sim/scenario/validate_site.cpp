#include "sim/fabric/site_layout.hpp"
#include "sim/scenario/power_tree_faults.hpp"
#include "sim/scenario/read_value.hpp"
#include "sim/scenario/validate.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

/// The node the user can change: the section's key if the scenario has it, else the site's own.
const Mark& place_of(const ScenarioPlaces& places, const char* section, const char* key = nullptr) {
  const DocumentNode* node = places.site->find(section);
  if (node == nullptr) return places.site->label;
  const DocumentNode* value = key != nullptr ? node->find(key) : nullptr;
  return value != nullptr ? value->mark : node->label;
}

Watts block_power(const PodSpec& pod, const ChipSpec& chip) {
  PodSpec block = pod;
  block.shape = pod.block;
  block.ocs_count = 0;
  block.network_power = Watts(0.0);
  return provisioned_power(block, chip);
}

/// Power at the meter that an IT power takes from the rating, oversubscription included.
Watts at_meter(Watts it_power, const PowerSpec& power) {
  return it_power * meter_factor(power) / power.oversubscription;
}

std::string grid_text(const PowerSpec& power) {
  std::string text = short_text(power.grid_power);
  if (power.oversubscription != 1.0) text += fmt::format(" with oversubscription {}", power.oversubscription);
  return text;
}

bool check_one_block(const Scenario& scenario, const PodSpec& pod, const ChipSpec& chip, const Mark& mark,
                     Findings& findings) {
  const PowerSpec& power = scenario.site.power;
  const Watts needed = at_meter(block_power(pod, chip), power);
  if (needed <= power.grid_power) return true;
  findings.error(
      mark, fmt::format("grid_power {} is smaller than one {} block of {}, which needs {} at PUE {}",
                        short_text(power.grid_power), to_text(pod.block), pod.name, short_text(needed), power.pue));
  return false;
}

/// Pods of fixed count that the grid does not carry.
bool check_fixed_groups(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  const SiteSpec& site = scenario.site;
  Watts fixed;
  std::string list;
  for (const PodGroup& group : site.pods) {
    if (group.count == 0) continue;
    const PodSpec& pod = scenario.pods.at(group.type);
    fixed += installed_power(pod, scenario.chips.at(pod.chip), site.dcn) * group.count;
    list += fmt::format("{}{} {} pod{}", list.empty() ? "" : " and ", group.count, group.type,
                        group.count == 1 ? "" : "s");
  }
  if (fixed <= it_power_budget(site.power) * (1.0 + 1e-9)) return true;
  findings.error(place_of(places, "pods"),
                 fmt::format("{} need {} at full activity, at the meter; grid_power is {}", list,
                             short_text(fixed * meter_factor(site.power)), grid_text(site.power)),
                 "use `count: fit` to install what the grid carries, or raise grid_power");
  return false;
}

/// Groups that fit: at least one pod of each.
bool check_installed(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  const SiteSpec& site = scenario.site;
  const SiteLayout layout = lay_out(site, scenario.pods, scenario.chips);
  bool is_installed = true;
  for (const GroupFit& fit : layout.fits) {
    if (fit.installed_chips > 0) continue;
    const PodSpec& pod = scenario.pods.at(fit.type);
    const Watts pod_power = installed_power(pod, scenario.chips.at(pod.chip), site.dcn);
    is_installed = false;
    if (fit.chip_limit > 0 && fit.chip_limit < pod.shape.chips()) {
      findings.error(place_of(places, "pods"), fmt::format("chip_limit {} is less than one {} pod of {} chips",
                                                           fit.chip_limit, fit.type, pod.shape.chips()));
    } else {
      findings.error(place_of(places, "power", "grid_power"),
                     fmt::format("no {} pod fits: one needs {} at the meter and grid_power is {}", fit.type,
                                 short_text(pod_power * meter_factor(site.power)), grid_text(site.power)));
    }
  }
  return is_installed;
}

bool check_feeds(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  const DocumentNode* power = places.site->find("power");
  const DocumentNode* tree = power != nullptr ? power->find("tree") : nullptr;
  const SiteLayout layout = lay_out(scenario.site, scenario.pods, scenario.chips);
  return check_fed_pods(scenario.site, layout, tree, place_of(places, "power"), findings);
}

}  // namespace

bool validate_site(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  const SiteSpec& site = scenario.site;
  double fixed_chips = 0.0;
  for (const PodGroup& group : site.pods) {
    const PodSpec& pod = scenario.pods.at(group.type);
    if (!check_one_block(scenario, pod, scenario.chips.at(pod.chip), place_of(places, "power", "grid_power"),
                         findings)) {
      return false;
    }
    const double power_pods = it_power_budget(site.power) / provisioned_power(pod, scenario.chips.at(pod.chip));
    const double pods = group.count > 0 ? group.count : power_pods;
    const double limit = group.chip_limit > 0 ? static_cast<double>(group.chip_limit) : HUGE_VAL;
    fixed_chips += std::min(pods * pod.shape.chips(), limit);
  }
  if (fixed_chips > kMostChips) {
    findings.error(
        place_of(places, "pods"),
        fmt::format("the site would have {:.0f} chips; at most {:.0f} are simulated", fixed_chips, kMostChips),
        "set chip_limit");
    return false;
  }
  return check_fixed_groups(scenario, places, findings) && check_installed(scenario, places, findings) &&
         check_feeds(scenario, places, findings);
}

}  // namespace gigapod
