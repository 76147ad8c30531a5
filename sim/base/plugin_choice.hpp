#pragma once

#include "sim/base/registry.hpp"

#include <string>

namespace gigapod {

/// A registered plug-in chosen by name; parameters that are not given take their defaults.
struct PluginChoice {
  std::string name;
  ParameterValues parameters;
  bool operator==(const PluginChoice&) const = default;
};

/// Makes the chosen plug-in, whose name must be registered.
template <class Interface>
[[nodiscard]] std::unique_ptr<Interface> make_plugin(const PluginChoice& choice) {
  return Registry<Interface>::make(choice.name, choice.parameters);
}

}  // namespace gigapod
