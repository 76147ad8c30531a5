#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/mapping_reader.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What is wrong with a spec beyond its single fields, one sentence each; empty when nothing is.
[[nodiscard]] std::vector<std::string> spec_faults(const ChipSpec& chip);
[[nodiscard]] std::vector<std::string> spec_faults(const PodSpec& pod);
[[nodiscard]] std::vector<std::string> spec_faults(const TransformerSpec& model);

/// Reports the faults of a spec at its place.
template <class Spec>
void check_spec(const Spec& spec, const std::string& what, const Mark& mark, Findings& findings) {
  for (const std::string& fault : spec_faults(spec)) findings.error(mark, what + " '" + spec.name + "': " + fault);
}

/// Reads the `hardware` section of a scenario (`chips` and `pods`, each complete or over a `base`) into the catalog.
void read_hardware(const DocumentNode& node, Findings& findings, Catalog& catalog);

/// Reads the `models` section of a scenario, likewise.
void read_models(const DocumentNode& node, Findings& findings, Catalog& catalog);

}  // namespace gigapod
