#include "sim/scenario/read_energy.hpp"

#include "sim/base/dimension.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/fabric/power_tree.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/policy/power_cap.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

/// Reads the items of a list of named things; one with a finding is left out, and so is a name's second.
template <class T>
void read_named(const DocumentNode& list, const std::string& key, const std::string& what, const FieldList<T>& fields,
                std::span<const ZeroWord> words, Findings& findings, std::vector<T>& items) {
  if (!list.is_sequence()) {
    findings.error(list.label, fmt::format("'{}' expects a list", key), "one item a line, each starting with `- `");
    return;
  }
  items.clear();
  std::set<std::string> names;
  for (const DocumentNode& item : list.items) {
    MappingReader reader(item, what, findings);
    if (!reader.is_valid()) continue;
    T value;
    const bool is_read = reader.read(fields, value, true, words);
    reader.finish();
    if (!is_read) continue;
    if (!names.insert(value.name).second) {
      findings.error(item.find("name")->mark, fmt::format("the name '{}' is used twice", value.name));
      continue;
    }
    items.push_back(std::move(value));
  }
}

void read_battery(const DocumentNode& node, Findings& findings, SiteSpec& site) {
  MappingReader reader(node, "'battery'", findings);
  if (!reader.is_valid()) return;
  BatterySpec battery = site.battery.value_or(BatterySpec{});
  const bool is_read = reader.read(battery_fields(), battery, !site.battery);
  reader.finish();
  if (!is_read) return;
  if (battery.charge < battery.least_charge) {
    const DocumentNode* charge = node.find("charge");
    findings.error(charge != nullptr ? charge->mark : node.label,
                   fmt::format("charge {} is below least_charge {}", battery.charge, battery.least_charge));
  }
  if (battery.use == BatteryUse::kPrice && battery.charge_below >= battery.discharge_above) {
    findings.error(node.label, "use `price` needs charge_below under discharge_above",
                   "for example charge_below: 30 $/MWh, discharge_above: 90 $/MWh");
  }
  site.battery = battery;
}

void check_curtailment(const CurtailmentSpec& event, const DocumentNode& item, Findings& findings) {
  const auto at = [&](const char* key) -> const Mark& {
    const DocumentNode* node = item.find(key);
    return node != nullptr ? node->mark : item.label;
  };
  const bool has_limit = event.limit > Watts(0.0);
  if ((event.reduction > 0.0) == has_limit) {
    findings.error(item.label, fmt::format("curtailment '{}' needs one of reduction and limit", event.name),
                   "reduction: 0.25 takes a quarter of what the site imports when it is announced");
  }
  if (event.every > Seconds(0.0) && event.every < event.duration + event.notice) {
    findings.error(at("every"), fmt::format("curtailment '{}' comes again after {}, before it is over", event.name,
                                            short_text(event.every)));
  }
}

const DocumentNode* list_item(const DocumentNode* list, std::size_t index, const std::string& name) {
  if (list == nullptr || !list->is_sequence()) return nullptr;
  for (const DocumentNode& item : list->items) {
    const DocumentNode* given = item.find("name");
    if (given != nullptr && given->text == name) return &item;
  }
  return index < list->items.size() ? &list->items[index] : nullptr;
}

/// Faults are of nodes that the tree has, and of units that they have.
void check_faults(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  if (scenario.power_faults.empty()) return;
  const PowerTree tree = build_power_tree(scenario.site, lay_out(scenario.site, scenario.pods, scenario.chips));
  const DocumentNode* list = places.root->find("power_faults");
  for (std::size_t i = 0; i < scenario.power_faults.size(); ++i) {
    const PowerFaultSpec& fault = scenario.power_faults[i];
    const DocumentNode* item = list_item(list, i, fault.name);
    if (item == nullptr) continue;
    const auto node = std::find_if(tree.nodes.begin(), tree.nodes.end(),
                                   [&](const PowerNode& candidate) { return candidate.name == fault.node; });
    if (node == tree.nodes.end()) {
      std::vector<std::string> names;
      for (const PowerNode& candidate : tree.nodes) {
        if (candidate.level <= PowerLevel::kHall) names.push_back(candidate.name);
      }
      const auto nearest = nearest_word(fault.node, names);
      findings.error(item->find("node")->mark, fmt::format("the power tree has no node '{}'", fault.node),
                     nearest ? fmt::format("did you mean '{}'?", *nearest)
                             : std::string("`gigapod describe topology` draws it"));
    } else if (fault.units > installed_units(node->redundancy, node->units)) {
      findings.error(item->find("units")->mark,
                     fmt::format("'{}' has {} unit(s), not {}", fault.node,
                                 installed_units(node->redundancy, node->units), fault.units));
    }
  }
}

}  // namespace

void read_site_energy(MappingReader& site_reader, Findings& findings, SiteSpec& site) {
  if (const DocumentNode* node = site_reader.take("battery")) read_battery(*node, findings, site);
  if (const DocumentNode* node = site_reader.take("generation")) {
    read_named(*node, "generation", "a generator", generator_fields(), {}, findings, site.generation);
  }
  if (const DocumentNode* node = site_reader.take("backup")) {
    MappingReader reader(*node, "'backup'", findings);
    reader.read(backup_fields(), site.backup, false);
    reader.finish();
  }
  if (const DocumentNode* node = site_reader.take("contract")) {
    MappingReader reader(*node, "'contract'", findings);
    reader.read(contract_fields(), site.contract, false);
    reader.finish();
  }
}

void read_power_control(MappingReader& reader, Findings& findings, Scenario& scenario) {
  if (const DocumentNode* node = reader.take("curtailments")) {
    read_named(*node, "curtailments", "a curtailment", curtailment_fields(), kCurtailmentWords, findings,
               scenario.curtailments);
    for (std::size_t i = 0; i < scenario.curtailments.size(); ++i) {
      check_curtailment(scenario.curtailments[i], *list_item(node, i, scenario.curtailments[i].name), findings);
    }
  }
  if (const DocumentNode* node = reader.take("power_faults")) {
    read_named(*node, "power_faults", "a power fault", power_fault_fields(), kPowerFaultWords, findings,
               scenario.power_faults);
  }
  scenario.power_control.policy = default_plugin<PowerCapPolicy>("proportional");
  const DocumentNode* node = reader.take("power_control");
  if (node == nullptr) return;
  MappingReader control(*node, "'power_control'", findings);
  if (!control.is_valid()) return;
  control.read(power_control_fields(), scenario.power_control, true, kPowerControlWords);
  if (const DocumentNode* policy = control.take("policy")) {
    read_plugin<PowerCapPolicy>(*policy, "policy", findings, scenario.power_control.policy);
  }
  control.finish();
}

void validate_energy(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  const SiteSpec& site = scenario.site;
  const DocumentNode* generation = places.site->find("generation");
  const auto place = [&](const char* key) -> const Mark& {
    const DocumentNode* node = places.site->find(key);
    return node != nullptr ? node->label : places.site->label;
  };
  for (std::size_t i = 0; i < site.generation.size(); ++i) {
    const GeneratorSpec& generator = site.generation[i];
    const DocumentNode* item = list_item(generation, i, generator.name);
    const Mark& mark = item != nullptr ? item->label : places.site->label;
    if (generator.kind == GeneratorKind::kSolar && !scenario.series.solar) {
      findings.error(mark,
                     fmt::format("generator '{}' is solar and the scenario has no series 'solar'", generator.name),
                     "series: {solar: {file: solar.csv}}");
    }
    if (generator.is_economic && !scenario.series.price) {
      findings.error(
          mark, fmt::format("generator '{}' is economic and the scenario has no series 'price'", generator.name));
    }
  }
  if (site.battery && site.battery->use == BatteryUse::kPrice && !scenario.series.price) {
    findings.error(place("battery"), "the battery trades by price and the scenario has no series 'price'");
  }
  if (site.contract.firm_power > site.power.grid_power) {
    findings.error(place("contract"),
                   fmt::format("firm_power {} is above grid_power {}", short_text(site.contract.firm_power),
                               short_text(site.power.grid_power)));
  }
  check_faults(scenario, places, findings);
  const DocumentNode* events = places.root->find("curtailments");
  for (std::size_t i = 0; i < scenario.curtailments.size(); ++i) {
    const CurtailmentSpec& event = scenario.curtailments[i];
    const DocumentNode* item = list_item(events, i, event.name);
    if (item == nullptr) continue;
    if (event.at >= scenario.horizon) {
      findings.warning(item->label, fmt::format("curtailment '{}' comes after the horizon", event.name));
    }
    if (event.limit > site.power.grid_power) {
      findings.error(item->label, fmt::format("curtailment '{}' has a limit of {}, above grid_power {}", event.name,
                                              short_text(event.limit), short_text(site.power.grid_power)));
    }
  }
}

}  // namespace gigapod
