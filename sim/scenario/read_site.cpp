#include "sim/scenario/read_site.hpp"

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/scenario/find_spec.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

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

void read_pods(const DocumentNode& list, const Catalog& catalog, Findings& findings, SiteSpec& site) {
  if (!list.is_sequence() || list.items.empty()) {
    findings.error(list.label, "'pods' expects a list of pod groups",
                   "for example `- {type: ironwood, count: 4}` on a line of its own");
    return;
  }
  site.pods.clear();
  for (const DocumentNode& item : list.items) {
    MappingReader reader(item, "a pod group", findings);
    PodGroup group;
    const bool all_read = reader.read(pod_group_fields(), group, true, kPodGroupWords);
    reader.finish();
    const DocumentNode* type = item.find("type");
    if (type != nullptr && find_spec(catalog.pods, "pod type", *type, findings) != nullptr && all_read) {
      site.pods.push_back(group);
    }
  }
}

}  // namespace

void read_site_keys(MappingReader& reader, bool is_complete, const Catalog& catalog, Findings& findings,
                    SiteSpec& site) {
  reader.read(site_fields(), site, is_complete);
  const DocumentNode* power = is_complete ? reader.require("power") : reader.take("power");
  read_section(power, "power", power_fields(), is_complete, findings, site.power);
  const DocumentNode* dcn = reader.take("dcn");
  read_section(dcn, "dcn", dcn_fields(), is_complete, findings, site.dcn);
  const DocumentNode* family = dcn != nullptr ? dcn->find("family") : nullptr;
  if (family != nullptr && family->is_scalar()) check_plugin_name<DcnTopology>(family->text, family->mark, findings);
  read_section(reader.take("storage"), "storage", storage_fields(), is_complete, findings, site.storage);
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
