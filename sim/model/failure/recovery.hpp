#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// Which of the waiting repairs a free crew takes.
enum class RepairOrder {
  kFifo,
  kSeverity,  ///< the one that keeps most chips from work
};

/// How the site finds failures and mends them.
struct RecoverySpec {
  Seconds heartbeat{10.0};            ///< interval of heartbeats
  Seconds heartbeat_timeout{8.0};     ///< silence after a missed one until the host counts as lost
  Seconds collective_timeout{600.0};  ///< until a hung collective is given up
  Seconds drain_notice{600.0};        ///< given to a job before a host found slow is taken from it
  int repair_crews = 0;               ///< 0: one for every failure
  RepairOrder repair_order = RepairOrder::kFifo;
  int retire_after = 0;  ///< failures of one class after which a lemon is replaced for good; 0: never
  int spare_blocks = 0;  ///< of each pod with optical switches, kept free for jobs that lose a block
  bool operator==(const RecoverySpec&) const = default;
};
[[nodiscard]] FieldList<RecoverySpec> recovery_fields();

/// Mean time from a failure that stops a job to its discovery: half a heartbeat and the timeout.
[[nodiscard]] inline Seconds mean_detection(const RecoverySpec& recovery) {
  return recovery.heartbeat / 2.0 + recovery.heartbeat_timeout;
}

/// Where planned maintenance takes place at once.
enum class MaintenanceScope {
  kRack,
  kRow,
  kHall
};

/// Planned work on every part of the site in rotation: the site's racks, rows or halls evenly over the period.
struct MaintenanceSpec {
  std::string name;
  MaintenanceScope scope = MaintenanceScope::kRack;
  Seconds period{365 * 86400.0};  ///< each part comes once in it
  Seconds window{2 * 3600.0};     ///< each part is out of use so long
  Seconds notice{1800.0};         ///< most that jobs get to write a checkpoint and leave
  bool operator==(const MaintenanceSpec&) const = default;
};
[[nodiscard]] FieldList<MaintenanceSpec> maintenance_fields();
/// As failure_class_faults.
[[nodiscard]] std::vector<std::string> maintenance_faults(const MaintenanceSpec& maintenance);

}  // namespace gigapod
