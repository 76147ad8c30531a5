#include "sim/scenario/read_fleets.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/demand/sector_plan.hpp"
#include "sim/model/demand/service_tenant.hpp"
#include "sim/policy/autoscaler.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace gigapod {
namespace {

/// Reads every item of a list whose items have names of their own; false when one has a finding.
template <class T>
bool read_named(MappingReader& reader, const std::string& key, const std::string& what, const FieldList<T>& fields,
                std::span<const ZeroWord> words, Findings& findings, std::vector<T>& items) {
  const DocumentNode* list = reader.take(key);
  if (list == nullptr) return true;
  if (!list->is_sequence() || list->items.empty()) {
    findings.error(list->label, fmt::format("'{}' expects a list", key), "one item a line, each starting with `- `");
    return false;
  }
  const std::size_t errors = findings.error_count();
  std::set<std::string> names;
  items.clear();
  for (const DocumentNode& node : list->items) {
    MappingReader item(node, "a " + what, findings);
    if (!item.is_valid()) continue;
    T value;
    const bool is_read = item.read(fields, value, true, words);
    item.finish();
    if (is_read && !names.insert(value.name).second) {
      findings.error(node.find("name")->mark, fmt::format("the {} '{}' is given twice", what, value.name));
    }
    items.push_back(std::move(value));
  }
  return findings.error_count() == errors;
}

void read_sectors(MappingReader& reader, Findings& findings, TenantMix& mix) {
  const DocumentNode* node = reader.take("sectors");
  if (node == nullptr) return;
  if (!node->is_mapping() || node->entries.empty()) {
    findings.error(node->label, "'sectors' expects sectors and their shares", "such as {coding: 0.6, business: 0.4}");
    return;
  }
  for (const DocumentEntry& entry : node->entries) {
    Field share = kWeightItem;
    share.name = entry.key;
    if (const auto value = read_value(entry.value, share, findings)) {
      mix.sectors[entry.key] = std::get<double>(*value);
    }
  }
}

void read_mix(const DocumentNode& node, Findings& findings, std::optional<TenantMix>& tenants) {
  MappingReader reader(node, "'tenants'", findings);
  if (!reader.is_valid()) return;
  TenantMix mix;
  reader.read(tenant_mix_fields(), mix, true, kTenantMixWords);
  read_sectors(reader, findings, mix);
  read_named(reader, "classes", "class", service_class_fields(), kServiceClassWords, findings, mix.classes);
  reader.finish();
  if (mix.classes.empty()) mix.classes = {ServiceClass{"all"}};
  tenants = std::move(mix);
}

void read_launches(MappingReader& reader, Findings& findings, FleetSpec& fleet) {
  const DocumentNode* list = reader.take("launches");
  if (list == nullptr) return;
  if (!list->is_sequence()) {
    findings.error(list->label, "'launches' expects a list", "one item a line, each starting with `- `");
    return;
  }
  for (const DocumentNode& node : list->items) {
    MappingReader item(node, "a launch", findings);
    LaunchSpec launch;
    if (item.is_valid() && item.read(launch_fields(), launch, true, kLaunchWords)) fleet.launches.push_back(launch);
    item.finish();
  }
}

std::string called(const DocumentNode& item) {
  const DocumentNode* name = item.find("name");
  return name != nullptr && name->is_scalar() ? fmt::format("fleet '{}'", name->text) : "a fleet";
}

void read_fleet(const DocumentNode& item, const Catalog& catalog, Findings& findings, Scenario& scenario,
                ScenarioPlaces& places) {
  const std::size_t errors = findings.error_count();
  MappingReader reader(item, called(item), findings);
  if (!reader.is_valid()) return;
  FleetSpec fleet;
  reader.read(fleet_fields(), fleet, true, kFleetWords);
  read_model(reader, catalog, findings, fleet.plan.model);
  reader.read(serving_plan_fields(), fleet.plan, true, kFleetWords);
  fleet.demand = default_plugin<DemandCurve>("diurnal_world");
  const DocumentNode* demand = reader.take("demand");
  const DocumentNode* tenants = reader.take("tenants");
  if (demand != nullptr) read_plugin<DemandCurve>(*demand, "demand", findings, fleet.demand);
  if (tenants != nullptr) read_mix(*tenants, findings, fleet.tenants);
  if (demand != nullptr && tenants != nullptr) {
    findings.error(demand->label, fmt::format("{} has both 'demand' and 'tenants'", called(item)),
                   "keep one of them: tenants bring their own demand");
  }
  read_launches(reader, findings, fleet);
  fleet.autoscaler = default_plugin<Autoscaler>(fleet.autoscaler.name);
  if (const DocumentNode* autoscaler = reader.take("autoscaler")) {
    read_plugin<Autoscaler>(*autoscaler, "autoscaler", findings, fleet.autoscaler);
  }
  reader.finish();
  if (findings.error_count() > errors) return;
  scenario.fleets.push_back(std::move(fleet));
  places.fleets.push_back(&item);
}

void check_classes(const TenantMix& mix, const DocumentNode& node, Findings& findings) {
  const DocumentNode* list = node.find("classes");
  if (list == nullptr) return;
  double sum = 0.0;
  for (std::size_t i = 0; i < mix.classes.size(); ++i) {
    const ServiceClass& agreed = mix.classes[i];
    const DocumentNode& item = list->items[i];
    const bool is_provisioned = agreed.agreement == Agreement::kProvisioned;
    sum += agreed.share;
    const DocumentNode* reserved = item.find("reserved");
    if (reserved != nullptr && !is_provisioned) {
      findings.error(reserved->label, fmt::format("class '{}' is on demand and reserves capacity", agreed.name),
                     "give 'agreement: provisioned', or leave 'reserved' out");
    }
    if (is_provisioned && agreed.rate_limit > 0.0 && agreed.rate_limit < agreed.reserved) {
      findings.error(item.find("rate_limit")->mark,
                     fmt::format("class '{}' reserves {:g} of its peak and is limited to {:g}", agreed.name,
                                 agreed.reserved, agreed.rate_limit),
                     "a rate limit below the reserved capacity would leave some of it unused for ever");
    }
  }
  constexpr double kRounding = 1e-6;
  if (std::abs(sum - 1.0) > kRounding) {
    findings.error(list->label, fmt::format("the shares of the classes add up to {:g}, not 1", sum),
                   "each tenant is in one class");
  }
}

void check_sectors(const TenantMix& mix, const PopulationSpec& population, const DocumentNode& node,
                   Findings& findings) {
  std::vector<std::string> names;
  for (const SectorSpec& sector : population.sectors) names.push_back(sector.name);
  for (const auto& [name, share] : mix.sectors) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const auto nearest = nearest_word(name, names);
    findings.error(
        node.find("sectors")->find(name)->label, fmt::format("there is no sector '{}'", name),
        nearest ? fmt::format("did you mean '{}'?", *nearest) : fmt::format("sectors: {}", fmt::join(names, ", ")));
  }
}

/// A replica that serves the fleet's lengths may not serve those of a sector.
void check_lengths(const FleetSpec& fleet, const Scenario& scenario, const DocumentNode& node, Findings& findings) {
  const auto pod = scenario.pods.find(fleet.pod_type);
  if (pod == scenario.pods.end() || !slice_shape_fault(fleet.slice, pod->second).empty()) return;
  const ChipSpec& chip = scenario.chips.at(pod->second.chip);
  const SliceTopology slice = slice_topology(fleet.slice, pod->second);
  if (!serving_faults(fleet.plan, chip, slice).empty()) return;
  const std::vector<double> shares = sector_shares(*fleet.tenants, scenario.population);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const SectorSpec& sector = scenario.population.sectors[i];
    if (!(shares[i] > 0.0)) continue;
    for (const std::string& fault : serving_faults(sector_plan(fleet.plan, sector), chip, slice)) {
      findings.error(node.label, fmt::format("fleet '{}', sector '{}': {}", fleet.name, sector.name, fault),
                     "leave the sector out with 'sectors', or serve it with a fleet of its own");
    }
  }
}

}  // namespace

void read_fleets(const DocumentNode& list, const Catalog& catalog, Findings& findings, Scenario& scenario,
                 ScenarioPlaces& places) {
  if (!list.is_sequence()) {
    findings.error(list.label, "'fleets' expects a list", "one item a line, each starting with `- `");
    return;
  }
  for (const DocumentNode& item : list.items) read_fleet(item, catalog, findings, scenario, places);
}

void read_population(const DocumentNode& node, Findings& findings, PopulationSpec& population) {
  MappingReader reader(node, "'population'", findings);
  if (!reader.is_valid()) return;
  reader.read(population_fields(), population);
  read_named(reader, "countries", "country", country_fields(), kCountryWords, findings, population.countries);
  if (read_named(reader, "sectors", "sector", sector_fields(), {}, findings, population.sectors) &&
      std::all_of(population.sectors.begin(), population.sectors.end(), [](auto& s) { return s.share <= 0.0; })) {
    findings.error(node.find("sectors")->label, "every sector has the share 0", "give one of them a share");
  }
  reader.finish();
}

void validate_fleet_tenants(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  for (std::size_t i = 0; i < scenario.fleets.size(); ++i) {
    const FleetSpec& fleet = scenario.fleets[i];
    if (!fleet.tenants) continue;
    const std::size_t errors = findings.error_count();
    const DocumentNode& node = *places.fleets[i]->find("tenants");
    check_classes(*fleet.tenants, node, findings);
    check_sectors(*fleet.tenants, scenario.population, node, findings);
    if (findings.error_count() == errors) check_lengths(fleet, scenario, node, findings);
  }
}

}  // namespace gigapod
