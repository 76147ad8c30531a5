#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"

#include <cstdint>
#include <span>

namespace gigapod {

/// Chips that draw the same.
struct BusyChips {
  std::int64_t chips = 0;
  Watts power;  ///< of one, without its host
  bool operator==(const BusyChips&) const = default;
};

/// What the chips of pods of one type do at a moment. Busy, idle and down chips add up to the chips of `pods` pods.
struct PodGroupState {
  double pods = 0.0;  ///< pods whose network is on
  std::span<const BusyChips> busy;
  std::int64_t idle_chips = 0;  ///< powered, no work
  std::int64_t down_chips = 0;  ///< drained with their hosts for repair: they draw nothing
};

/// Power of the pods' chips, hosts, optical switches and in-pod network; IT power, before PUE. The network
/// between pods is not in it.
[[nodiscard]] Watts pod_group_power(const PodSpec& pod, const ChipSpec& chip, const PodGroupState& state);

/// Power at the meter: IT power of all pods and of the network between them, times PUE.
[[nodiscard]] Watts site_power(const SiteSpec& site, Watts it_power_of_pods, double pods);

}  // namespace gigapod
