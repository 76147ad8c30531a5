#pragma once

#include "sim/base/check.hpp"
#include "sim/base/fields.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// Parameter values by field name, already validated against the plug-in's fields; missing names take defaults.
using ParameterValues = std::map<std::string, FieldValue>;

/// The plug-ins that implement `Interface`, by registered name. `Interface` names itself through
/// `static constexpr const char* kRegistryName` ("topology", "scheduler", …).
template <class Interface>
class Registry {
 public:
  struct Plugin {
    std::string name;      ///< lower_snake, stable for ever
    std::string sentence;  ///< what it is, one sentence
    std::vector<Field> fields;
    std::function<std::unique_ptr<Interface>(const ParameterValues&)> make;
  };

  [[nodiscard]] static const std::map<std::string, Plugin>& plugins() { return mutable_plugins(); }
  [[nodiscard]] static const Plugin* find(const std::string& name) {
    const auto found = plugins().find(name);
    return found == plugins().end() ? nullptr : &found->second;
  }
  [[nodiscard]] static std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& [name, plugin] : plugins()) all.push_back(name);
    return all;
  }
  /// Makes the plug-in of that name, which must exist, with its defaults overridden by `values`.
  [[nodiscard]] static std::unique_ptr<Interface> make(const std::string& name, const ParameterValues& values = {}) {
    const Plugin* plugin = find(name);
    GIGAPOD_CHECK(plugin != nullptr, "no plug-in is registered as '" + name + "'");
    return plugin->make(values);
  }

  static bool add(Plugin plugin) {
    const std::string name = plugin.name;
    const bool is_new = mutable_plugins().emplace(name, std::move(plugin)).second;
    GIGAPOD_CHECK(is_new, "two plug-ins are registered as '" + name + "'");
    return is_new;
  }

 private:
  static std::map<std::string, Plugin>& mutable_plugins() {
    static std::map<std::string, Plugin> all;
    return all;
  }
};

/// Registers `Implementation`, which has `struct Params`, `static FieldList<Params> fields()` and a constructor
/// from Params. Used once, at namespace scope: `const bool kRegistered = register_plugin<Clos, DcnTopology>(…);`
template <class Implementation, class Interface>
bool register_plugin(std::string name, std::string sentence) {
  using Params = typename Implementation::Params;
  std::vector<Field> fields;
  const FieldList<Params> list = Implementation::fields();
  for (const auto& entry : list.entries()) fields.push_back(entry.field);
  auto make = [](const ParameterValues& values) -> std::unique_ptr<Interface> {
    Params params;
    const FieldList<Params> all = Implementation::fields();
    for (const auto& entry : all.entries()) {
      const auto given = values.find(entry.field.name);
      if (given != values.end()) entry.write(params, given->second);
    }
    return std::make_unique<Implementation>(params);
  };
  return Registry<Interface>::add({std::move(name), std::move(sentence), std::move(fields), std::move(make)});
}

}  // namespace gigapod
