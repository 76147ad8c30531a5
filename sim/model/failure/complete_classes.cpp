// Every kind of component and event. The machine of Zu et al. (0.08% a day, host and its four chips) is split by the
// hardware counts of Llama 3 (arXiv:2407.21783, Table 5): 190 of chips (GPU, SRAM, system processor, thermal), 72 of
// HBM, 21 of the host. Cables, optical switches, software and corruption are the published ones. What no source gives
// is assumed, here and in docs/assumptions.md.

#include "sim/model/failure/failure_class.hpp"

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;
constexpr double kYear = 365.0 * kDay;
constexpr double kChipCount = 190.0;
constexpr double kHbmCount = 72.0;
constexpr double kHostCount = 21.0;
constexpr double kMachineCount = kChipCount + kHbmCount + kHostCount;
constexpr double kChipsPerMachine = 4.0;
constexpr double kCrashes = 56.0;  // software bugs and dependencies of Llama 3
constexpr double kHangs = 7.0;     // its collective watchdog timeouts, in the published rate of crashes too
constexpr double kLlama3GpuDays = 16384.0 * 54.0;

FailureClass assumed(const char* name, FailureScope scope, double per_year, double repair_hours) {
  FailureClass failure;
  failure.name = name;
  failure.scope = scope;
  failure.rate = Hertz(per_year / kYear);
  failure.repair = Seconds(repair_hours * 3600.0);
  return failure;
}

/// The parts of a machine, with the lemons that Kokolis et al. (arXiv:2410.21680) found: 40 of some 3,000 nodes.
std::vector<FailureClass> machine_parts(const FailureClass& machine) {
  FailureClass chip = machine;
  chip.name = "chip";
  chip.scope = FailureScope::kChip;
  chip.rate = machine.rate * (kChipCount / kMachineCount / kChipsPerMachine);
  FailureClass hbm = chip;
  hbm.name = "hbm";
  hbm.rate = machine.rate * (kHbmCount / kMachineCount / kChipsPerMachine);
  FailureClass host = machine;
  host.name = "host";
  host.rate = machine.rate * (kHostCount / kMachineCount);
  host.lemon_share = 0.013;
  host.lemon_factor = 10.0;  // assumed
  return {chip, hbm, host};
}

/// Assumed: MegaScale (arXiv:2402.15627) found 0.5% of its machines about 10% slower; one in two months each is ours.
FailureClass slow_host() {
  FailureClass slow = assumed("slow_host", FailureScope::kHost, 0.005 * 6.0, 4.0);
  slow.effect = FailureEffect::kSlow;
  slow.slowdown = 0.10;
  slow.detection = Seconds(1800.0);
  return slow;
}

FailureClass network(const char* name, FailureScope scope, double per_year, double repair_hours, double lost) {
  FailureClass failure = assumed(name, scope, per_year, repair_hours);
  failure.bandwidth_lost = lost;
  return failure;
}

/// Assumed: two bad roll-outs a year, each takes one host in two hundred down over four hours.
FailureClass bad_rollout() {
  FailureClass rollout = assumed("bad_rollout", FailureScope::kHost, 2.0, 1.0);
  rollout.burst_share = 0.005;
  rollout.burst_time = Seconds(4 * 3600.0);
  return rollout;
}

}  // namespace

std::vector<FailureClass> complete_failure_classes() {
  std::vector<FailureClass> classes;
  for (const FailureClass& published : published_failure_classes()) {
    if (published.name == "machine") {
      for (FailureClass& part : machine_parts(published)) classes.push_back(part);
    } else {
      classes.push_back(published);
    }
  }
  for (FailureClass& failure : classes) {
    if (failure.name == "software_crash") failure.rate *= kCrashes / (kCrashes + kHangs);
  }
  FailureClass hang = assumed("hung_collective", FailureScope::kJob, kHangs / kLlama3GpuDays * 365.0, 0.0);
  hang.effect = FailureEffect::kHang;
  classes.push_back(hang);
  classes.push_back(slow_host());
  classes.push_back(network("dcn_switch", FailureScope::kDcn, 0.2, 4.0, 0.25));
  classes.push_back(network("storage", FailureScope::kStorage, 12.0, 1.0, 0.5));
  classes.push_back(assumed("rack_power", FailureScope::kRack, 0.02, 4.0));
  classes.push_back(assumed("power_feed", FailureScope::kRow, 0.05, 8.0));
  classes.push_back(assumed("cooling_unit", FailureScope::kRow, 0.10, 6.0));
  classes.push_back(assumed("hall", FailureScope::kHall, 0.05, 12.0));
  classes.push_back(bad_rollout());
  return classes;
}

}  // namespace gigapod
