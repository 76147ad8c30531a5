#include "sim/scenario/read_site.hpp"

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/scenario/find_spec.hpp"
#include "sim/scenario/read_energy.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/read_power.hpp"
#include "sim/scenario/read_power_swing.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gigapod {
namespace {

/// Reads one section of plain fields.
template <class T>
void read_section(const DocumentNode* node, const std::string& key, const FieldList<T>& fields, bool is_complete,
                  Findings& findings, T& object) {
  if (node == nullptr) return;
  MappingReader reader(*node, fmt::format("'{}'", key), findings);
  reader.read(fields, object, is_complete);
  reader.finish();
}

/// Reads the keys given of one pod group; nothing when one is wrong.
std::optional<PodGroup> read_pod_group(const DocumentNode& item, PodGroup group, bool is_complete,
                                       const Catalog& catalog, Findings& findings) {
  MappingReader reader(item, "a pod group", findings);
  const bool all_read = reader.read(pod_group_fields(), group, is_complete, kPodGroupWords);
  reader.finish();
  const DocumentNode* type = item.find("type");
  const bool is_known = type == nullptr || find_spec(catalog.pods, "pod type", *type, findings) != nullptr;
  if (!reader.is_valid() || !all_read || !is_known) return std::nullopt;
  return group;
}

/// `pods: {ironwood: {count: fit}}`: changes in the groups that the base site has, by type.
void change_pods(const DocumentNode& changes, const Catalog& catalog, Findings& findings, SiteSpec& site) {
  for (const DocumentEntry& entry : changes.entries) {
    const auto group = std::find_if(site.pods.begin(), site.pods.end(),
                                    [&](const PodGroup& candidate) { return candidate.type == entry.key; });
    if (group == site.pods.end()) {
      findings.error(entry.value.label, fmt::format("the base site has no pods of type '{}'", entry.key),
                     "give `pods` as a list to install other types");
    } else if (const auto changed = read_pod_group(entry.value, *group, false, catalog, findings)) {
      *group = *changed;
    }
  }
}

void read_pods(const DocumentNode& node, const Catalog& catalog, Findings& findings, SiteSpec& site) {
  if (node.is_mapping() && !site.pods.empty()) {
    change_pods(node, catalog, findings, site);
    return;
  }
  if (!node.is_sequence() || node.items.empty()) {
    findings.error(node.label, "'pods' expects a list of pod groups",
                   "for example `- {type: ironwood, count: 4}` on a line of its own");
    return;
  }
  site.pods.clear();
  for (const DocumentNode& item : node.items) {
    if (auto group = read_pod_group(item, PodGroup{}, true, catalog, findings)) site.pods.push_back(*group);
  }
}

}  // namespace

void read_site_keys(MappingReader& reader, bool is_complete, const Catalog& catalog, Findings& findings,
                    SiteSpec& site) {
  reader.read(site_fields(), site, is_complete);
  const DocumentNode* power = is_complete ? reader.require("power") : reader.take("power");
  if (power != nullptr) read_power(*power, is_complete, findings, site.power);
  const DocumentNode* dcn = reader.take("dcn");
  read_section(dcn, "dcn", dcn_fields(), is_complete, findings, site.dcn);
  const DocumentNode* family = dcn != nullptr ? dcn->find("family") : nullptr;
  if (family != nullptr && family->is_scalar()) check_plugin_name<DcnTopology>(family->text, family->mark, findings);
  read_section(reader.take("storage"), "storage", storage_fields(), is_complete, findings, site.storage);
  read_power_swing_keys(reader, findings, site);
  read_site_energy(reader, findings, site);
  const DocumentNode* pods = is_complete ? reader.require("pods") : reader.take("pods");
  if (pods != nullptr) read_pods(*pods, catalog, findings, site);
}

void read_site(const DocumentNode& node, const Catalog& catalog, Findings& findings, SiteSpec& site) {
  MappingReader reader(node, "'site'", findings);
  if (!reader.is_valid()) return;
  const DocumentNode* base = reader.take("base");
  if (base != nullptr) {
    const SiteSpec* found = find_spec(catalog.sites, "site", *base, findings);
    if (found != nullptr) site = *found;
  }
  read_site_keys(reader, base == nullptr, catalog, findings, site);
  reader.finish();
}

}  // namespace gigapod
