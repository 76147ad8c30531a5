#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/cooling.hpp"
#include "sim/hardware/energy.hpp"
#include "sim/hardware/power_feed.hpp"
#include "sim/hardware/utility_limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// The data-centre network between pods.
struct DcnSpec {
  std::string family = "dcn_clos";      ///< registered topology: "dcn_clos" or "dcn_ocs_blocks"
  int pods_per_block = 4;               ///< pods under one aggregation block
  double oversubscription = 1.0;        ///< sum of host NICs over the pod's uplinks into its block
  double block_oversubscription = 2.0;  ///< sum of pod uplinks over the block's uplinks
  Seconds latency{20e-6};               ///< between two pods, one way
  Watts power_per_pod{0.0};             ///< switches and optics of the network, spread over pods

  bool operator==(const DcnSpec&) const = default;
};
[[nodiscard]] FieldList<DcnSpec> dcn_fields();

/// Storage that checkpoints are written to and weights are read from, over the DCN.
struct StorageSpec {
  BytesPerSecond write_bandwidth{2e12};
  BytesPerSecond read_bandwidth{2e12};
  bool operator==(const StorageSpec&) const = default;
};
[[nodiscard]] FieldList<StorageSpec> storage_fields();

/// Pods of one type at a site.
struct PodGroup {
  std::string type = "ironwood";  ///< name of a catalog pod
  int count = 1;                  ///< pods to install; 0: as many as the envelope and `chip_limit` allow
  std::int64_t chip_limit = 0;    ///< at most this many chips in the group; 0: no limit
  bool operator==(const PodGroup&) const = default;
};

/// The grid connection and the power tree below it: the nodes of `tree`, else halls and substations of equal size.
struct PowerSpec {
  Watts grid_power{1e9};          ///< rating of the grid connection, at the meter
  double pue = 1.09;              ///< facility power over IT power, without `cooling`
  double oversubscription = 1.0;  ///< provisioned IT power installed over what the grid can carry
  int pods_per_hall = 8;
  int halls_per_substation = 4;
  int cubes_per_row = 16;    ///< allocation blocks per row feed
  double hall_margin = 1.0;  ///< rating of substations, halls and rows over the provisioned power below them
  DollarsPerJoule energy_price{60.0 / 3.6e9};
  std::optional<CoolingSpec> cooling;  ///< in place of `pue`
  LevelSpecs levels;
  std::vector<FeedSpec> tree;
  bool operator==(const PowerSpec&) const = default;
};
[[nodiscard]] FieldList<PowerSpec> power_fields();

struct SiteSpec {
  std::string name = "site";
  std::string description;
  PowerSpec power;
  DcnSpec dcn;
  StorageSpec storage;
  UtilityLimits utility_limits;
  SmoothingSpec smoothing;
  std::optional<BatterySpec> battery;
  std::vector<GeneratorSpec> generation;
  BackupSpec backup;
  ContractSpec contract;
  std::vector<PodGroup> pods;
  bool operator==(const SiteSpec&) const = default;
};

}  // namespace gigapod
