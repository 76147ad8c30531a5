#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gigapod::app {

/// Catalog folders of a command line: the program's own, then those the user adds with --catalog.
struct CatalogOption {
  std::vector<std::filesystem::path> folders;
};

/// Reads the program's catalog and the user's folders over it.
[[nodiscard]] Catalog load_catalog(const CatalogOption& option);

/// Reads and validates a scenario; warnings go to standard error. `seed` replaces the scenario's own.
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& file, const Catalog& catalog,
                                     std::optional<std::uint64_t> seed = {});
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& file, const CatalogOption& option,
                                     std::optional<std::uint64_t> seed = {});

}  // namespace gigapod::app
