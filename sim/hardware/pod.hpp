#pragma once

#include "sim/base/fields.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/shape.hpp"

#include <string>

namespace gigapod {

/// A pod: the chips that one ICI (or NVLink and rail) fabric joins.
struct PodSpec {
  std::string name;  ///< "ironwood"
  std::string description;
  std::string chip = "v7";  ///< name of a catalog chip
  /// Registered topology: "ocs_torus_3d" (cubes joined by optical switches), "fixed_torus_2d", "twisted_torus_3d",
  /// "gpu_fat_tree".
  std::string topology = "ocs_torus_3d";
  Shape shape{{16, 24, 24}};          ///< all chips of the pod; for a fat tree {hosts, GPUs per host}
  Shape block{{4, 4, 4}};             ///< unit of allocation: cube, host tile or NVLink domain
  int ocs_count = 48;                 ///< optical circuit switches of the pod; 0: none
  Watts ocs_power{108.0};             ///< one OCS
  Seconds ocs_reconfiguration{10.0};  ///< from any set of cubes to another torus, software included
  /// Axis length from which a contiguous axis without OCS is wrapped (16 on v5e and v6e); 0 with OCS, where every
  /// axis made of whole cubes wraps.
  int wrap_length = 0;
  Watts network_power{0.0};  ///< in-pod network gear other than OCS (NVLink and rail switches), whole pod

  bool operator==(const PodSpec&) const = default;
};

[[nodiscard]] FieldList<PodSpec> pod_fields();

[[nodiscard]] inline int chips_per_block(const PodSpec& pod) { return pod.block.chips(); }
[[nodiscard]] inline int blocks_per_pod(const PodSpec& pod) { return pod.shape.chips() / pod.block.chips(); }
/// Power the pod needs at full activity of every chip: chips, hosts, OCS and network; IT power, before PUE.
[[nodiscard]] Watts provisioned_power(const PodSpec& pod, const ChipSpec& chip);
/// Power of the pod with every chip idle, hosts and network on.
[[nodiscard]] Watts idle_power(const PodSpec& pod, const ChipSpec& chip);

}  // namespace gigapod
