#pragma once

#include "sim/app/catalog_choice.hpp"
#include "sim/app/field_options.hpp"
#include "sim/base/registry.hpp"

#include <fmt/ranges.h>

#include <set>
#include <string>

namespace gigapod::app {

/// Adds an option for every number and amount that any plug-in of the interface takes, but for those in `without`.
template <class Interface>
void add_plugin_options(CLI::App& command, const std::set<std::string>& without, const std::string& group,
                        GivenFields& given) {
  std::set<std::string> added = without;
  for (const auto& [name, plugin] : Registry<Interface>::plugins()) {
    for (const Field& field : plugin.fields) {
      if (added.insert(field.name).second) add_field_option(command, field, group, given);
    }
  }
}

/// The plug-in of that name, which refuses names that are not registered. `what` is as in "there is no arrival
/// process".
template <class Interface>
[[nodiscard]] const typename Registry<Interface>::Plugin& chosen_plugin(const std::string& what,
                                                                        const std::string& name) {
  if (const auto* plugin = Registry<Interface>::find(name)) return *plugin;
  const auto nearest = nearest_word(name, Registry<Interface>::names());
  refuse(fmt::format("there is no {} '{}'{}; registered: {}", what, name,
                     nearest ? fmt::format(" (did you mean '{}'?)", *nearest) : std::string(),
                     fmt::join(Registry<Interface>::names(), ", ")));
}

/// The options that are given as values of the plug-in; refuses one that it does not take.
template <class Interface>
[[nodiscard]] ParameterValues plugin_values(const std::string& what,
                                            const typename Registry<Interface>::Plugin& plugin,
                                            const GivenFields& given) {
  ParameterValues values;
  for (const auto& [name, text] : given) {
    const Field* found = nullptr;
    for (const Field& field : plugin.fields) found = field.name == name ? &field : found;
    if (found == nullptr)
      refuse(fmt::format("{}: the {} '{}' does not have it", field_option_name(name), what, plugin.name));
    const double value = field_option_value(*found, text);
    if (found->kind != FieldKind::kInteger) {
      values[name] = value;
    } else if (value == static_cast<double>(static_cast<std::int64_t>(value))) {
      values[name] = static_cast<std::int64_t>(value);
    } else {
      refuse(fmt::format("{} {}: it must be a whole number", field_option_name(name), text));
    }
  }
  return values;
}

}  // namespace gigapod::app
