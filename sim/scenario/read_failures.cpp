#include "sim/scenario/read_failures.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace gigapod {
namespace {

std::string called(const std::string& kind, const DocumentNode& item) {
  const DocumentNode* name = item.find("name");
  if (name == nullptr || !name->is_scalar()) return "a " + kind;
  return fmt::format("{} '{}'", kind, name->text);
}

/// A fault sentence starts with the key it is about; the finding points there, or at the item.
void report_faults(const std::vector<std::string>& faults, const std::string& who, const DocumentNode& item,
                   Findings& findings) {
  for (const std::string& fault : faults) {
    const DocumentNode* value = item.find(fault.substr(0, fault.find(':')));
    findings.error(value != nullptr ? value->mark : item.label, fmt::format("{}: {}", who, fault));
  }
}

/// The items of a list of named things; a name that comes twice is a finding.
template <class T>
void read_items(const DocumentNode& list, const std::string& kind, const FieldList<T>& fields,
                std::vector<std::string> (*faults)(const T&), Findings& findings, std::vector<T>& items) {
  std::set<std::string> names;
  for (const DocumentNode& item : list.items) {
    MappingReader reader(item, called(kind, item), findings);
    T value;
    if (reader.read(fields, value)) {
      report_faults(faults(value), called(kind, item), item, findings);
      const bool is_new = names.insert(value.name).second;
      if (!is_new) findings.error(item.find("name")->mark, fmt::format("the name '{}' is used twice", value.name));
      items.push_back(value);
    }
    reader.finish();
  }
}

void read_classes(const DocumentNode* node, Findings& findings, Scenario& scenario) {
  if (node != nullptr && node->is_sequence()) {
    return read_items(*node, "failure class", failure_class_fields(), failure_class_faults, findings,
                      scenario.failures);
  }
  const std::string name = node == nullptr ? "published" : node->text;
  std::vector<std::string> names;
  for (const NamedFailureClasses& list : named_failure_classes()) {
    if (list.name == name) scenario.failures = list.classes();
    if (list.name == name) return;
    names.emplace_back(list.name);
  }
  const auto nearest = nearest_word(name, names);
  findings.error(node->is_scalar() ? node->mark : node->label,
                 fmt::format("'failures' expects one of {} or a list of failure classes", fmt::join(names, ", ")),
                 nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
}

}  // namespace

void read_failures(MappingReader& reader, Findings& findings, Scenario& scenario) {
  scenario.failures.clear();
  read_classes(reader.take("failures"), findings, scenario);
  if (const DocumentNode* node = reader.take("maintenance")) {
    if (node->is_sequence()) {
      read_items(*node, "maintenance", maintenance_fields(), maintenance_faults, findings, scenario.maintenance);
    } else {
      findings.error(node->label, "'maintenance' expects a list", "one item a line, each starting with `- `");
    }
  }
  if (const DocumentNode* node = reader.take("recovery")) {
    MappingReader recovery(*node, "'recovery'", findings);
    recovery.read(recovery_fields(), scenario.recovery, true, kRecoveryWords);
    recovery.finish();
  }
}

}  // namespace gigapod
