// Failures of one class are a Poisson process of rate n r: n components of that class, each failing at rate r. A job
// on c chips is interrupted at sum over classes of r n_pod c / (chips of a pod).
//
// Assumes independent components, constant rates (no infant mortality, no lemons, no correlated events) and that
// every failure of a host, chip, cable or the software stops the whole job. Links that cross the edge of a slice are
// counted in proportion to its chips: exact for whole pods, up to 2% low for a single cube.

#include "sim/model/failure/failure_class.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

/// Links of a mesh (no wrap) of that shape.
double mesh_links(const Shape& shape) {
  double links = 0.0;
  for (const int length : shape.axes) links += static_cast<double>(shape.chips()) * (length - 1) / length;
  return links;
}

/// Links inside the tray of one host: its chips as the squarest two-dimensional mesh (2x2 on v4, v5p and v7, 4x2 on
/// v5e and v6e hosts).
double tray_links(int chips_per_host) {
  int width = static_cast<int>(std::sqrt(static_cast<double>(chips_per_host)));
  while (chips_per_host % width != 0) --width;
  return mesh_links(Shape{{chips_per_host / width, width}});
}

double wrap_links(const PodSpec& pod) {
  double links = 0.0;
  for (const int length : pod.shape.axes) {
    if (pod.wrap_length > 0 && length >= pod.wrap_length) {
      links += static_cast<double>(pod.shape.chips()) / length;
    }
  }
  return links;
}

/// Chips on the faces of a block: one fibre each to an optical switch.
double face_ports(const Shape& block) {
  double ports = 0.0;
  for (const int length : block.axes) ports += 2.0 * block.chips() / length;
  return ports;
}

}  // namespace

FieldList<FailureClass> failure_class_fields() {
  FieldList<FailureClass> list;
  list.text("name", &FailureClass::name, "Name of the class in events and reports.").required();
  list.choice("scope", &FailureClass::scope, {"host", "chip", "link", "ocs", "job"}, "What a failure takes down.");
  list.quantity("rate", &FailureClass::rate, kNonNegative, "Failures per component and unit of time.").required();
  list.quantity("repair", &FailureClass::repair, kNonNegative, "Mean time until the component is back.");
  list.number("repair_sigma", &FailureClass::repair_sigma, {0.0, 3.0},
              "Standard deviation of the logarithm of the repair time; 0: always the mean.");
  list.number("slowdown", &FailureClass::slowdown, kNonNegative,
              "Optical switch only: how much longer steps take while it is out, as a fraction.");
  return list;
}

CableCount cables_per_pod(const PodSpec& pod, const ChipSpec& chip) {
  const double chips = pod.shape.chips();
  if (pod.topology == "gpu_fat_tree") return {0.0, chips};
  const double in_trays = chips / chip.chips_per_host * tray_links(chip.chips_per_host);
  if (pod.ocs_count == 0) return {std::max(0.0, mesh_links(pod.shape) + wrap_links(pod) - in_trays), 0.0};
  const double blocks = chips / pod.block.chips();
  return {std::max(0.0, blocks * mesh_links(pod.block) - in_trays), blocks * face_ports(pod.block)};
}

double components_per_pod(FailureScope scope, const PodSpec& pod, const ChipSpec& chip) {
  const double chips = pod.shape.chips();
  switch (scope) {
    case FailureScope::kHost: return chips / chip.chips_per_host;
    case FailureScope::kChip:
    case FailureScope::kJob: return chips;
    case FailureScope::kLink: {
      const CableCount cables = cables_per_pod(pod, chip);
      return cables.electrical + cables.optical;
    }
    case FailureScope::kOcs: return pod.ocs_count;
  }
  return 0.0;
}

Hertz failures_per_pod(const FailureClass& failure, const PodSpec& pod, const ChipSpec& chip) {
  return failure.rate * components_per_pod(failure.scope, pod, chip);
}

Hertz interruption_rate(const std::vector<FailureClass>& classes, const PodSpec& pod, const ChipSpec& chip,
                        int chips) {
  const double share_of_pod = static_cast<double>(chips) / pod.shape.chips();
  Hertz rate;
  for (const FailureClass& failure : classes) {
    if (failure.scope == FailureScope::kOcs) continue;
    rate += failures_per_pod(failure, pod, chip) * share_of_pod;
  }
  return rate;
}

}  // namespace gigapod
