#include "sim/scenario/read_hardware.hpp"

#include "sim/fabric/pod_topology.hpp"
#include "sim/scenario/find_spec.hpp"
#include "sim/scenario/read_plugin.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

/// One item of a list of specs: `{base: name in known, …overrides}` or complete. It replaces or joins `known` under
/// its own name, or its base's when it gives none.
template <class Spec>
const Spec* read_spec(const DocumentNode& item, const std::string& what, const FieldList<Spec>& fields,
                      Findings& findings, std::map<std::string, Spec>& known) {
  const DocumentNode* name = item.find("name");
  const std::string shown = name != nullptr && name->is_scalar() ? fmt::format(" '{}'", name->text) : "";
  MappingReader reader(item, what + shown, findings);
  if (!reader.is_valid()) return nullptr;
  Spec spec;
  const DocumentNode* base = reader.take("base");
  if (base != nullptr) {
    const Spec* found = find_spec(known, what, *base, findings);
    if (found == nullptr) return nullptr;
    spec = *found;
  }
  const bool all_read = reader.read(fields, spec, base == nullptr);
  reader.finish();
  if (!all_read) return nullptr;
  check_spec(spec, what, item.label, findings);
  return &(known[spec.name] = spec);
}

template <class Spec>
void read_specs(const DocumentNode* list, const std::string& key, const std::string& what,
                const FieldList<Spec>& fields, Findings& findings, std::map<std::string, Spec>& known) {
  if (list == nullptr) return;
  if (!list->is_sequence()) {
    findings.error(list->label, fmt::format("'{}' expects a list", key), "one item a line, each starting with `- `");
    return;
  }
  for (const DocumentNode& item : list->items) read_spec(item, what, fields, findings, known);
}

}  // namespace

void read_hardware(const DocumentNode& node, Findings& findings, Catalog& catalog) {
  MappingReader reader(node, "'hardware'", findings);
  read_specs(reader.take("chips"), "chips", "chip", chip_fields(), findings, catalog.chips);
  const DocumentNode* pods = reader.take("pods");
  read_specs(pods, "pods", "pod type", pod_fields(), findings, catalog.pods);
  reader.finish();
  if (pods == nullptr) return;
  for (const DocumentNode& item : pods->items) {
    const DocumentNode* chip = item.find("chip");
    if (chip != nullptr) find_spec(catalog.chips, "chip", *chip, findings);
    const DocumentNode* topology = item.find("topology");
    if (topology != nullptr && topology->is_scalar()) {
      check_plugin_name<PodTopology>(topology->text, topology->mark, findings);
    }
  }
}

void read_models(const DocumentNode& node, Findings& findings, Catalog& catalog) {
  read_specs(&node, "models", "model", transformer_fields(), findings, catalog.models);
}

}  // namespace gigapod
