// P_pods = sum over busy chips (P_chip + P_host / chips a host) + idle chips (idle + P_host / chips a host)
//        + pods (n_ocs P_ocs + P_network),     P_site = PUE (P_pods + pods P_dcn)
//
// Assumes that a drained host and its chips draw nothing, that switches draw the same at any load, and that cooling
// and conversion follow IT power at a constant PUE.

#include "sim/model/power/site_power.hpp"

#include "sim/model/power/chip_power.hpp"

namespace gigapod {

Watts pod_group_power(const PodSpec& pod, const ChipSpec& chip, const PodGroupState& state) {
  Watts power = (pod.ocs_power * pod.ocs_count + pod.network_power) * state.pods;
  for (const BusyChips& busy : state.busy) {
    power += (busy.power + chip.host_power / chip.chips_per_host) * static_cast<double>(busy.chips);
  }
  return power + chip_power_with_host(chip, Activity{}) * static_cast<double>(state.idle_chips);
}

Watts site_power(const SiteSpec& site, Watts it_power_of_pods, double pods) {
  return (it_power_of_pods + site.dcn.power_per_pod * pods) * site.power.pue;
}

}  // namespace gigapod
