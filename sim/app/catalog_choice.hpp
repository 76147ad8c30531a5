#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/scenario/catalog.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace gigapod::app {

/// What the command line says can't be. Exit code 2.
class WrongUsage : public InvalidInput {
 public:
  using InvalidInput::InvalidInput;
};

/// Ends the command with an error about the command line, on one line, exit code 2.
[[noreturn]] inline void refuse(const std::string& what) { throw WrongUsage(fmt::format("error: {}\n", what)); }

/// The same about a file that it names, or for a question without an answer: exit code 3.
[[noreturn]] inline void refuse_input(const std::string& what) {
  throw InvalidInput(fmt::format("error: {}\n", what));
}

/// An entry of the catalog by its name.
template <class T>
[[nodiscard]] const T& catalog_entry(const std::string& kind, const std::string& name,
                                     const std::map<std::string, T>& all) {
  const auto found = all.find(name);
  if (found != all.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [key, value] : all) names.push_back(key);
  const auto nearest = nearest_word(name, names);
  refuse(fmt::format("the catalog has no {} '{}'{}", kind, name,
                     nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string()));
}

/// The pod that is named, or the only one of the chip; either may be empty, not both.
[[nodiscard]] const PodSpec& chosen_pod(const std::string& pod, const std::string& chip, const Catalog& catalog);

/// A shape from text such as `8x8x16`.
[[nodiscard]] Shape chosen_shape(const std::string& text);

}  // namespace gigapod::app
