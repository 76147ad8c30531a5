// Detection: a failure falls anywhere between two heartbeats, so it is found after a uniform part of the interval
// plus the timeout. The defaults give 8 to 18 s, 13 s on average (Google's elastic training demo: 13 s to detect). A
// hung collective is found when its timeout is over (10 min is the default of PyTorch's NCCL watchdog).
#include "sim/model/failure/recovery.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

namespace gigapod {

FieldList<RecoverySpec> recovery_fields() {
  FieldList<RecoverySpec> list;
  list.quantity("heartbeat", &RecoverySpec::heartbeat, kNonNegative, "Interval of the heartbeats of hosts.");
  list.quantity("heartbeat_timeout", &RecoverySpec::heartbeat_timeout, kNonNegative,
                "Silence after a missed heartbeat until the host counts as lost.");
  list.quantity("collective_timeout", &RecoverySpec::collective_timeout, kNonNegative,
                "Time until a hung collective is given up.");
  list.quantity("drain_notice", &RecoverySpec::drain_notice, kNonNegative,
                "Time a job has to write a checkpoint before a host found slow is taken from it.");
  list.integer("repair_crews", &RecoverySpec::repair_crews, {0.0, 1e6},
               "Repairs that go on at once; `unlimited`: one crew for every failure.");
  list.choice("repair_order", &RecoverySpec::repair_order, {"fifo", "severity"},
              "Which waiting repair a free crew takes: the oldest, or the one that keeps most chips from work.");
  list.integer("retire_after", &RecoverySpec::retire_after, {0.0, 1e6},
               "Failures of one class after which a component counts as a lemon and is replaced for good.");
  list.integer("spare_blocks", &RecoverySpec::spare_blocks, {0.0, 1e4},
               "Blocks of each pod with optical switches that are kept free for jobs that lose one.");
  return list;
}

FieldList<MaintenanceSpec> maintenance_fields() {
  FieldList<MaintenanceSpec> list;
  list.text("name", &MaintenanceSpec::name, "Name of the work in events and reports.").required();
  list.choice("scope", &MaintenanceSpec::scope, {"rack", "row", "hall"}, "What is out of use at once.");
  list.quantity("period", &MaintenanceSpec::period, kPositive, "Time in which every part comes once.").required();
  list.quantity("window", &MaintenanceSpec::window, kPositive, "Time a part is out of use.").required();
  list.quantity("notice", &MaintenanceSpec::notice, kNonNegative,
                "Time jobs have at most to write a checkpoint and leave, before the window begins.");
  return list;
}

std::vector<std::string> maintenance_faults(const MaintenanceSpec& maintenance) {
  if (maintenance.window <= maintenance.period) return {};
  return {fmt::format("window: {} is longer than the period of {}", short_text(maintenance.window),
                      short_text(maintenance.period))};
}

}  // namespace gigapod
