#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// The component that fails, and with it what goes down.
enum class FailureScope {
  kHost,     ///< one host and its chips; the block loses them until repaired
  kChip,     ///< one chip; its host is drained, so the same chips are lost as with kHost
  kLink,     ///< one ICI cable; the block can't be part of a slice until repaired, unless jobs route around it
  kOcs,      ///< one optical switch of a pod: running slices of the pod route around it and go on slower
  kJob,      ///< no hardware: software of one job, drawn by its chips
  kRack,     ///< one block: its power shelf, its cooling loop
  kRow,      ///< the blocks of one row feed
  kHall,     ///< all pods of one hall
  kDcn,      ///< the uplinks of one block of the data-centre network lose bandwidth
  kStorage,  ///< the checkpoint storage loses bandwidth
};

/// What a failure does to the work on the component.
enum class FailureEffect {
  kStop,     ///< it stops; missing heartbeats tell
  kHang,     ///< it waits for ever in a collective; only the timeout of the collective tells
  kSlow,     ///< the slowest chip sets the pace until it is found and swapped
  kCorrupt,  ///< wrong results; checkpoints from here on are worthless, found after a while
};

/// A class of component with its own failure rate and repair time.
struct FailureClass {
  std::string name;
  FailureScope scope = FailureScope::kHost;
  FailureEffect effect = FailureEffect::kStop;
  Hertz rate;                         ///< per component, over its mean life; with a burst, of the whole site
  Seconds repair{4 * 3600.0};         ///< mean time of the repair, without waiting for a crew
  double repair_sigma = 0.5;          ///< standard deviation of the logarithm of the repair time; 0: always the mean
  double slowdown = 0.0;              ///< longer steps while it lasts, as a fraction
  double bandwidth_lost = 0.0;        ///< for kDcn and kStorage
  Seconds detection;                  ///< mean time until kSlow or kCorrupt is found
  double shape = 1.0;                 ///< of Weibull lives; 1: exponential
  Seconds age;                        ///< of all components at the start, for shape != 1
  double lemon_share = 0.0;           ///< of the components
  double lemon_factor = 1.0;          ///< their rate over that of the others; `rate` stays the mean over all
  double infant_factor = 1.0;         ///< rate at the start of the site over the later one
  Seconds infant_time{30 * 86400.0};  ///< in which the excess falls by a factor e
  double burst_share = 0.0;           ///< of the components, hit by one event; 0: one component an event
  Seconds burst_time{3600.0};         ///< over which they are hit
  bool operator==(const FailureClass&) const = default;
};

[[nodiscard]] FieldList<FailureClass> failure_class_fields();

/// What the fields of a class ask for together and can't have; each starts with the key it is about.
[[nodiscard]] std::vector<std::string> failure_class_faults(const FailureClass& failure);

/// Components of that scope in one pod: hosts, chips, ICI cables, optical switches, racks, rows, its share of a hall,
/// of a network block and of the storage; for kJob the chips.
[[nodiscard]] double components_per_pod(FailureScope scope, const PodSpec& pod, const ChipSpec& chip,
                                        const SiteSpec& site = {});

/// ICI cables of a pod by kind. Links inside a host's tray are board traces and not counted.
struct CableCount {
  double electrical = 0.0;  ///< copper inside a block; for a fat tree none
  double optical = 0.0;     ///< fibres from block faces to the OCS; for a fat tree one rail cable a chip
};
[[nodiscard]] CableCount cables_per_pod(const PodSpec& pod, const ChipSpec& chip);

/// The classes with published rates (docs/models/failure.md), used unless a scenario lists its own.
[[nodiscard]] std::vector<FailureClass> published_failure_classes();

/// Every kind of component and event, with published rates split further and assumed ones where nothing is published.
[[nodiscard]] std::vector<FailureClass> complete_failure_classes();

/// The causes of the Llama 3 405B run on 16,384 H100, one class each, with rates from its counts over 54 days.
[[nodiscard]] std::vector<FailureClass> llama3_failure_classes();

/// Meta's RSC-1 A100 cluster: one class, the node.
[[nodiscard]] std::vector<FailureClass> rsc1_failure_classes();

/// A list of classes that scenarios name.
struct NamedFailureClasses {
  const char* name;
  const char* sentence;
  std::vector<FailureClass> (*classes)();
};
[[nodiscard]] const std::vector<NamedFailureClasses>& named_failure_classes();

/// Failures of the class in one pod per second, running or not.
[[nodiscard]] Hertz failures_per_pod(const FailureClass& failure, const PodSpec& pod, const ChipSpec& chip,
                                     const SiteSpec& site = {});

/// Whether such failures interrupt the jobs they hit at once; the others slow them down.
[[nodiscard]] bool interrupts_jobs(const FailureClass& failure);

/// Rate at which a job on `chips` chips is interrupted, all classes together, with constant rates. What only slows a
/// job down doesn't count, nor do cables with `reroutes` in a pod with optical switches.
[[nodiscard]] Hertz interruption_rate(const std::vector<FailureClass>& classes, const PodSpec& pod,
                                      const ChipSpec& chip, int chips, const SiteSpec& site = {},
                                      bool reroutes = false);

}  // namespace gigapod
