#pragma once

#include "sim/base/suggestion.hpp"
#include "sim/scenario/document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// The spec that `node` names; nullptr, with a finding that suggests the nearest name, when there is none.
/// `what` as in "there is no pod type 'v9'".
template <class Spec>
const Spec* find_spec(const std::map<std::string, Spec>& known, const std::string& what, const DocumentNode& node,
                      Findings& findings) {
  if (!node.is_scalar()) {
    findings.error(node.mark, fmt::format("expects the name of a {}", what));
    return nullptr;
  }
  const auto found = known.find(node.text);
  if (found != known.end()) return &found->second;
  std::vector<std::string> names;
  for (const auto& [name, spec] : known) names.push_back(name);
  const auto nearest = nearest_word(node.text, names);
  findings.error(
      node.mark, fmt::format("there is no {} '{}'", what, node.text),
      nearest ? fmt::format("did you mean '{}'?", *nearest) : fmt::format("known: {}", fmt::join(names, ", ")));
  return nullptr;
}

}  // namespace gigapod
