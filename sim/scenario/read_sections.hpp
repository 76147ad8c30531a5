#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

namespace gigapod {

/// Reads and validates every section of a scenario's document, whose `extends` has been merged; a `study` section
/// is left to `read_study`. The result is whole when no finding is an error.
void read_sections(const DocumentNode& root, Catalog catalog, Findings& findings, Scenario& scenario);

}  // namespace gigapod
