#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace gigapod {

/// Reads, validates and resolves a scenario file. Throws InvalidInput with every finding, errors and warnings
/// alike; warnings alone are appended to `warnings` and do not throw. `seed` replaces the scenario's own.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& file, const Catalog& catalog, Diagnostics& warnings,
                                     std::optional<std::uint64_t> seed = {});

/// The same of a text that is in no file: findings show `name`, and paths in it are relative to the current folder.
[[nodiscard]] Scenario read_scenario_text(const std::string& name, const std::string& text, const Catalog& catalog,
                                          Diagnostics& warnings, std::optional<std::uint64_t> seed = {});

/// JSON Schema (draft 2020-12) of scenario files, for editors; generated from the same field lists as the reader.
[[nodiscard]] std::string scenario_schema();

}  // namespace gigapod
