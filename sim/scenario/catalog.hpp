#pragma once

#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"
#include "sim/model/transformer.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// The hardware, sites and models that scenarios refer to by name, read from topologies/catalog/{chips,pods,sites,
/// models}/*.yaml and from the user's own folders of the same layout (later folders win).
struct Catalog {
  std::map<std::string, ChipSpec> chips;
  std::map<std::string, PodSpec> pods;
  std::map<std::string, SiteSpec> sites;
  std::map<std::string, TransformerSpec> models;
  /// Where each value comes from: "chips/v7.hbm_bandwidth" -> the catalog file's `source` text for that key.
  std::map<std::string, std::string> sources;
};

/// Throws InvalidInput with every finding in the folders.
[[nodiscard]] Catalog read_catalog(const std::vector<std::filesystem::path>& folders);

/// The catalog folder that belongs to this program: $GIGAPOD_CATALOG, else beside the installed program, else in
/// the source tree it was built from.
[[nodiscard]] std::filesystem::path default_catalog_folder();

}  // namespace gigapod
