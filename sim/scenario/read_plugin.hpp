#pragma once

#include "sim/base/registry.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/scenario.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

namespace gigapod {

/// Reports a name that no plug-in of the registry has, with the names that it has.
template <class Interface>
bool check_plugin_name(const std::string& name, const Mark& mark, Findings& findings) {
  if (Registry<Interface>::find(name) != nullptr) return true;
  const auto names = Registry<Interface>::names();
  const auto nearest = nearest_word(name, names);
  std::string what = Interface::kRegistryName;
  std::replace(what.begin(), what.end(), '_', ' ');
  findings.error(mark, fmt::format("there is no {} '{}'", what, name),
                 fmt::format("{}registered: {}", nearest ? fmt::format("did you mean '{}'? ", *nearest) : "",
                             names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
  return false;
}

/// The plug-in's own defaults for every field the user may leave out.
template <class Interface>
PluginChoice default_plugin(const std::string& name) {
  PluginChoice choice{name, {}};
  if (const auto* plugin = Registry<Interface>::find(name)) {
    for (const Field& field : plugin->fields) choice.parameters[field.name] = field.initial;
  }
  return choice;
}

/// Reads `name` or `{name: …, parameter: …}` into a choice with every parameter filled. On a finding the choice is
/// left as it is.
template <class Interface>
void read_plugin(const DocumentNode& node, const std::string& key, Findings& findings, PluginChoice& choice) {
  if (node.is_scalar()) {
    if (check_plugin_name<Interface>(node.text, node.mark, findings)) choice = default_plugin<Interface>(node.text);
    return;
  }
  MappingReader reader(node, fmt::format("'{}'", key), findings);
  const DocumentNode* name = reader.require("name");
  if (name == nullptr) return;
  if (!name->is_scalar() || !check_plugin_name<Interface>(name->text, name->mark, findings)) {
    if (!name->is_scalar()) findings.error(name->mark, "'name' expects text");
    return;
  }
  choice = default_plugin<Interface>(name->text);
  for (const Field& field : Registry<Interface>::find(name->text)->fields) {
    const DocumentNode* given = field.is_required ? reader.require(field.name) : reader.take(field.name);
    if (given == nullptr) continue;
    if (const auto value = read_value(*given, field, findings)) choice.parameters[field.name] = *value;
  }
  reader.finish();
}

}  // namespace gigapod
