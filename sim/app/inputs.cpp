#include "sim/app/inputs.hpp"

#include "sim/scenario/read_scenario.hpp"

#include <cstdio>

namespace gigapod::app {

Catalog load_catalog(const CatalogOption& option) {
  std::vector<std::filesystem::path> folders = {default_catalog_folder()};
  folders.insert(folders.end(), option.folders.begin(), option.folders.end());
  return read_catalog(folders);
}

Scenario load_scenario(const std::filesystem::path& file, const Catalog& catalog, std::optional<std::uint64_t> seed) {
  Diagnostics warnings;
  Scenario scenario = read_scenario(file, catalog, warnings, seed);
  if (!warnings.findings().empty()) std::fputs(warnings.text().c_str(), stderr);
  return scenario;
}

Scenario load_scenario(const std::filesystem::path& file, const CatalogOption& option,
                       std::optional<std::uint64_t> seed) {
  return load_scenario(file, load_catalog(option), seed);
}

}  // namespace gigapod::app
