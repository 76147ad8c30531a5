#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace gigapod {

/// Reads `failures` (the name of a list of classes, or a list), `maintenance` and `recovery`.
void read_failures(MappingReader& reader, Findings& findings, Scenario& scenario);

}  // namespace gigapod
