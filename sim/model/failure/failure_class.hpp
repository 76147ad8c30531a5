#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/pod.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What a failure takes down.
enum class FailureScope {
  kHost,  ///< one host and its chips; the block loses them until repaired
  kChip,  ///< one chip; its host is drained, so the same chips are lost as with kHost
  kLink,  ///< one ICI cable; the block can't be part of a slice until repaired
  kOcs,   ///< one optical switch of a pod: running slices of the pod route around it and go on slower
  kJob,   ///< no hardware: a software crash of one job, drawn by its chips
};

/// A class of component with its own failure rate and repair time.
struct FailureClass {
  std::string name;
  FailureScope scope = FailureScope::kHost;
  Hertz rate;                  ///< per component
  Seconds repair{4 * 3600.0};  ///< mean time until the component is back
  double repair_sigma = 0.5;   ///< standard deviation of the logarithm of the repair time; 0: always the mean
  double slowdown = 0.0;       ///< for kOcs: longer steps while it lasts, as a fraction
  bool operator==(const FailureClass&) const = default;
};

[[nodiscard]] FieldList<FailureClass> failure_class_fields();

/// Components of that scope in one pod: hosts, chips, ICI cables, optical switches; for kJob the chips.
[[nodiscard]] double components_per_pod(FailureScope scope, const PodSpec& pod, const ChipSpec& chip);

/// ICI cables of a pod by kind. Links inside a host's tray are board traces and not counted.
struct CableCount {
  double electrical = 0.0;  ///< copper inside a block; for a fat tree none
  double optical = 0.0;     ///< fibres from block faces to the OCS; for a fat tree one rail cable a chip
};
[[nodiscard]] CableCount cables_per_pod(const PodSpec& pod, const ChipSpec& chip);

/// The classes with published rates (docs/models/failure.md), used unless a scenario lists its own.
[[nodiscard]] std::vector<FailureClass> published_failure_classes();

/// The causes of the Llama 3 405B run on 16,384 H100, one class each, with rates from its counts over 54 days.
[[nodiscard]] std::vector<FailureClass> llama3_failure_classes();

/// Meta's RSC-1 A100 cluster: one class, the node.
[[nodiscard]] std::vector<FailureClass> rsc1_failure_classes();

/// Failures of the class in one pod per second, running or not.
[[nodiscard]] Hertz failures_per_pod(const FailureClass& failure, const PodSpec& pod, const ChipSpec& chip);

/// Rate at which a job on `chips` chips is interrupted, all classes together. Optical switches that only slow a job
/// down don't interrupt it.
[[nodiscard]] Hertz interruption_rate(const std::vector<FailureClass>& classes, const PodSpec& pod,
                                      const ChipSpec& chip, int chips);

}  // namespace gigapod
