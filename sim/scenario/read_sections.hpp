#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

#include <deque>

namespace gigapod {

/// Reads and validates every section of a scenario's document, whose `extends` has been merged; a `study` section
/// is left to `read_study`. The result is whole when no finding is an error. Traces are added to `sources`.
void read_sections(const DocumentNode& root, Catalog catalog, std::deque<SourceText>& sources, Findings& findings,
                   Scenario& scenario);

}  // namespace gigapod
