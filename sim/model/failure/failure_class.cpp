// Components of one class and the closed form of how often a job is interrupted: a job on c chips at
// sum over classes of r n_pod c / (chips of a pod), with r the rate of one of the n_pod components of a pod.
//
// The closed form, which sets checkpoint intervals and scaling studies, assumes independent components at their mean
// rates and that every failure of a host, chip, cable, feed or the software stops the whole job; the simulation draws
// lives, lemons and bursts (sim/model/failure/lifetime.cpp). Links that cross the edge of a slice are counted in
// proportion to its chips: exact for whole pods, up to 2% low for a single cube.

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
  list.choice("scope", &FailureClass::scope,
              {"host", "chip", "link", "ocs", "job", "rack", "row", "hall", "dcn", "storage"},
              "What a failure takes down.");
  list.choice("effect", &FailureClass::effect, {"stop", "hang", "slow", "corrupt"},
              "What it does to the work there: stop it, hang it in a collective, slow it down or corrupt it.");
  list.quantity("rate", &FailureClass::rate, kNonNegative,
                "Failures per component and unit of time; with burst_share, events of the whole site.")
      .required();
  list.quantity("repair", &FailureClass::repair, kNonNegative, "Mean time of the repair, once a crew is there.");
  list.number("repair_sigma", &FailureClass::repair_sigma, {0.0, 3.0},
              "Standard deviation of the logarithm of the repair time; 0: always the mean.");
  list.number("slowdown", &FailureClass::slowdown, kNonNegative,
              "How much longer steps take while it lasts, as a fraction: optical switch out, cable routed around, "
              "slow host.");
  list.number("bandwidth_lost", &FailureClass::bandwidth_lost, {0.0, 0.99},
              "Scope dcn or storage: share of the bandwidth that is lost while it lasts.");
  list.quantity("detection", &FailureClass::detection, kNonNegative,
                "Effect slow or corrupt: mean time until it is found.");
  list.number("shape", &FailureClass::shape, {0.1, 10.0},
              "Shape of Weibull lives; 1: exponential, less: new ones fail more, more: wear.");
  list.quantity("age", &FailureClass::age, kNonNegative, "Age of all components at the start, for a shape.");
  list.number("lemon_share", &FailureClass::lemon_share, kFraction, "Share of the components that are lemons.");
  list.number("lemon_factor", &FailureClass::lemon_factor, {1.0, 1e4},
              "Rate of a lemon over that of the others; `rate` is the mean over all.");
  list.number("infant_factor", &FailureClass::infant_factor, {1.0, 1e3},
              "Rate at the start of the site over the later one, `rate`.");
  list.quantity("infant_time", &FailureClass::infant_time, kPositive,
                "Time in which what is above the later rate falls to 37%.");
  list.number("burst_share", &FailureClass::burst_share, kFraction,
              "Share of the site's components that one event takes down, as a bad roll-out; 0: just one.");
  list.quantity("burst_time", &FailureClass::burst_time, kPositive, "Time over which a burst takes them down.");
  return list;
}

std::vector<std::string> failure_class_faults(const FailureClass& failure) {
  std::vector<std::string> faults;
  const auto expect = [&](bool holds, const char* fault) {
    if (!holds) faults.emplace_back(fault);
  };
  const bool is_found_late = failure.effect == FailureEffect::kSlow || failure.effect == FailureEffect::kCorrupt;
  const bool has_blocks = failure.scope == FailureScope::kHost || failure.scope == FailureScope::kChip;
  const bool is_network = failure.scope == FailureScope::kDcn || failure.scope == FailureScope::kStorage;
  expect(failure.effect == FailureEffect::kStop || has_blocks || failure.scope == FailureScope::kJob,
         "effect: only hosts, chips and jobs hang, slow down or corrupt; leave it out");
  expect(!is_found_late || has_blocks, "effect: slow and corrupt need the scope host or chip");
  expect(!is_found_late || failure.detection > Seconds(0.0),
         "detection: a slow or corrupt component needs the time until it is found");
  expect(is_found_late || failure.detection == Seconds(0.0),
         "detection: only for slow and corrupt; `recovery` sets the others");
  expect(failure.effect != FailureEffect::kSlow || failure.slowdown > 0.0,
         "slowdown: a slow component needs how much longer steps take");
  expect(is_network == (failure.bandwidth_lost > 0.0),
         is_network ? "bandwidth_lost: scope dcn and storage need the share of the bandwidth that is lost"
                    : "bandwidth_lost: only for scope dcn and storage");
  expect(failure.burst_share == 0.0 || has_blocks, "burst_share: only hosts and chips fail in bursts");
  expect(failure.burst_share == 0.0 || failure.shape == 1.0, "burst_share: a burst has no shape");
  return faults;
}

CableCount cables_per_pod(const PodSpec& pod, const ChipSpec& chip) {
  const double chips = pod.shape.chips();
  if (pod.topology == "gpu_fat_tree") return {0.0, chips};
  const double in_trays = chips / chip.chips_per_host * tray_links(chip.chips_per_host);
  if (pod.ocs_count == 0) return {std::max(0.0, mesh_links(pod.shape) + wrap_links(pod) - in_trays), 0.0};
  const double blocks = chips / pod.block.chips();
  return {std::max(0.0, blocks * mesh_links(pod.block) - in_trays), blocks * face_ports(pod.block)};
}

double components_per_pod(FailureScope scope, const PodSpec& pod, const ChipSpec& chip, const SiteSpec& site) {
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
    case FailureScope::kRack: return blocks_per_pod(pod);
    case FailureScope::kRow: return std::ceil(static_cast<double>(blocks_per_pod(pod)) / site.power.cubes_per_row);
    case FailureScope::kHall: return 1.0 / site.power.pods_per_hall;
    case FailureScope::kDcn: return 1.0 / site.dcn.pods_per_block;
    case FailureScope::kStorage: return 0.0;
  }
  return 0.0;
}

Hertz failures_per_pod(const FailureClass& failure, const PodSpec& pod, const ChipSpec& chip, const SiteSpec& site) {
  const double share = failure.burst_share > 0.0 ? failure.burst_share : 1.0;
  return failure.rate * (share * components_per_pod(failure.scope, pod, chip, site));
}

bool interrupts_jobs(const FailureClass& failure) {
  const bool only_slows = failure.scope == FailureScope::kOcs || failure.scope == FailureScope::kDcn ||
                          failure.scope == FailureScope::kStorage || failure.effect == FailureEffect::kSlow;
  return !only_slows;
}

Hertz interruption_rate(const std::vector<FailureClass>& classes, const PodSpec& pod, const ChipSpec& chip, int chips,
                        const SiteSpec& site, bool reroutes) {
  const double pods = static_cast<double>(chips) / pod.shape.chips();
  Hertz rate;
  for (const FailureClass& failure : classes) {
    if (!interrupts_jobs(failure)) continue;
    if (reroutes && failure.scope == FailureScope::kLink && pod.ocs_count > 0) continue;
    // A job inside one row or hall is hit by all of its failures, not by its share.
    const bool is_domain = failure.scope == FailureScope::kRow || failure.scope == FailureScope::kHall;
    const double components = components_per_pod(failure.scope, pod, chip, site) * pods;
    const double share = failure.burst_share > 0.0 ? failure.burst_share : 1.0;
    rate += failure.rate * (share * (is_domain ? std::max(1.0, components) : components));
  }
  return rate;
}

}  // namespace gigapod
