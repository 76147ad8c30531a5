#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <filesystem>
#include <string>

namespace gigapod {

/// Reads, validates and resolves a scenario file. Throws InvalidInput with every finding, errors and warnings
/// alike; warnings alone are appended to `warnings` and do not throw.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& file, const Catalog& catalog,
                                     Diagnostics& warnings);

/// JSON Schema (draft 2020-12) of scenario files, for editors; generated from the same field lists as the reader.
[[nodiscard]] std::string scenario_schema();

}  // namespace gigapod
