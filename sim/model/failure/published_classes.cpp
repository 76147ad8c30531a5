// Published failure rates. docs/models/failure.md derives each.
//
// TPU: Zu et al., "Resiliency at Scale", NSDI 2024, sections 5.2 and 5.3 (TPU v4 fleet). A TPU machine is a host with
// its four chips, so chips and HBM have no class of their own there: one more would count them twice.
// GPU: Llama 3 herd of models, arXiv:2407.21783, Table 5 (16,384 H100, 54 days); Kokolis et al., arXiv:2410.21680.

#include "sim/model/failure/failure_class.hpp"

namespace gigapod {
namespace {

constexpr Hertz per_day(double count) { return Hertz(count / 86400.0); }

// Repair times are assumed unless a source is named.
constexpr Seconds kTrayRepair{4 * 3600.0};   // upper end of a tray swap, 1 to 4 h (industry analyst, 2025)
constexpr Seconds kCableRepair{4 * 3600.0};  // assumed: as a tray
constexpr Seconds kOcsRepair{12 * 3600.0};   // assumed: a planned visit, the pod runs on meanwhile
constexpr Seconds kNoRepair{0.0};            // software: nothing to mend, the job's restart time counts
// Assumed: a corruption is found by a check of weights or a repeated step about an hour later.
constexpr Seconds kCorruptionFound{3600.0};
// Table 3 of Zu et al.: LLM-1 loses 2.6% beside one faulty switch; the range over workloads is 0.5 to 8.6%.
constexpr double kRoutedAround = 0.026;

// The Llama 3 run: rate of one component = count / (54 days x components).
constexpr double kLlama3Days = 54.0;
constexpr double kLlama3Gpus = 16384.0;
constexpr double kLlama3Servers = 2048.0;
constexpr double kLlama3GpuDays = kLlama3Gpus * kLlama3Days;
// Zu et al.: of the machines, ICI cables and optical switches of TPU v4, so many fail a day.
constexpr Hertz kMachineRate = per_day(0.0008);
constexpr Hertz kCableRate = per_day(0.00005);
constexpr Hertz kOcsRate = per_day(0.0004);
constexpr double kSoftwareCrashes = 54.0 + 2.0 + 7.0;  // software bug, dependency, collective watchdog
constexpr double kSilentCorruptions = 6.0;

struct Cause {
  const char* name;
  FailureScope scope;
  int count;
};

// Table 5 of arXiv:2407.21783, unexpected interruptions; they sum to 419.
constexpr Cause kLlama3Causes[] = {
    {"faulty_gpu", FailureScope::kChip, 148},
    {"gpu_hbm", FailureScope::kChip, 72},
    {"software_bug", FailureScope::kJob, 54},
    {"network_switch_or_cable", FailureScope::kLink, 35},
    {"host_maintenance", FailureScope::kHost, 32},
    {"gpu_sram", FailureScope::kChip, 19},
    {"gpu_system_processor", FailureScope::kChip, 17},
    {"network_interface", FailureScope::kHost, 7},
    {"collective_watchdog", FailureScope::kJob, 7},
    {"silent_data_corruption", FailureScope::kChip, 6},
    {"gpu_thermal", FailureScope::kChip, 6},
    {"ssd", FailureScope::kHost, 3},
    {"power_supply", FailureScope::kHost, 3},
    {"server_chassis", FailureScope::kHost, 2},
    {"io_expansion_board", FailureScope::kHost, 2},
    {"dependency", FailureScope::kJob, 2},
    {"cpu", FailureScope::kHost, 2},
    {"system_memory", FailureScope::kHost, 2},
};

Seconds repair_of(FailureScope scope) {
  switch (scope) {
    case FailureScope::kLink: return kCableRepair;
    case FailureScope::kOcs: return kOcsRepair;
    case FailureScope::kJob: return kNoRepair;
    default: break;
  }
  return kTrayRepair;
}

FailureClass failure_class(const char* name, FailureScope scope, Hertz rate) {
  FailureClass failure;
  failure.name = name;
  failure.scope = scope;
  failure.rate = rate;
  failure.repair = repair_of(scope);
  return failure;
}

FailureClass corruption() {
  FailureClass failure =
      failure_class("silent_data_corruption", FailureScope::kChip, per_day(kSilentCorruptions / kLlama3GpuDays));
  failure.effect = FailureEffect::kCorrupt;
  failure.detection = kCorruptionFound;
  return failure;
}

}  // namespace

std::vector<FailureClass> published_failure_classes() {
  std::vector<FailureClass> classes;
  classes.push_back(failure_class("machine", FailureScope::kHost, kMachineRate));
  classes.push_back(failure_class("ici_cable", FailureScope::kLink, kCableRate));
  classes.back().slowdown = kRoutedAround;  // for jobs that route around it
  classes.push_back(failure_class("ocs", FailureScope::kOcs, kOcsRate));
  classes.back().slowdown = kRoutedAround;
  // From GPUs: no TPU figure is published.
  classes.push_back(failure_class("software_crash", FailureScope::kJob, per_day(kSoftwareCrashes / kLlama3GpuDays)));
  classes.push_back(corruption());
  return classes;
}

std::vector<FailureClass> llama3_failure_classes() {
  std::vector<FailureClass> classes;
  for (const Cause& cause : kLlama3Causes) {
    const double components = cause.scope == FailureScope::kHost ? kLlama3Servers : kLlama3Gpus;
    classes.push_back(failure_class(cause.name, cause.scope, per_day(cause.count / (components * kLlama3Days))));
  }
  return classes;
}

std::vector<FailureClass> rsc1_failure_classes() {
  // 6.5 failures per 1000 node-days; the cluster behind the projected MTTF of 1.8 h on 16,384 GPUs.
  return {failure_class("node", FailureScope::kHost, per_day(0.0065))};
}

const std::vector<NamedFailureClasses>& named_failure_classes() {
  static const std::vector<NamedFailureClasses> lists = {
      {"published", "machines, ICI cables, optical switches, software and corruption with published rates",
       published_failure_classes},
      {"complete", "every kind of component and event; what nobody published is assumed", complete_failure_classes},
      {"llama3", "the causes of the Llama 3 405B run on 16,384 H100", llama3_failure_classes},
      {"rsc1", "the nodes of Meta's RSC-1 cluster of A100", rsc1_failure_classes},
      {"none", "nothing fails", [] { return std::vector<FailureClass>(); }}};
  return lists;
}

}  // namespace gigapod
