#pragma once

#include "sim/scenario/read_scenario.hpp"

#include <filesystem>
#include <string>

namespace gigapod {

/// The shipped catalog, read once.
inline const Catalog& shipped_catalog() {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  return catalog;
}

/// The text a scenario file is refused with; empty when it is valid.
inline std::string findings_of(const std::filesystem::path& file) {
  Diagnostics warnings;
  try {
    (void)read_scenario(file, shipped_catalog(), warnings);
  } catch (const InvalidInput& refusal) {
    return refusal.what();
  }
  return "";
}

}  // namespace gigapod
