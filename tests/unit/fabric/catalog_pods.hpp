#pragma once

#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"

#include <map>
#include <string>

namespace gigapod::test {

inline ChipSpec v7_chip() {
  ChipSpec chip;
  chip.name = "v7";
  chip.ici_links = 6;
  chip.ici_link_bandwidth = 100_GBps;
  chip.chips_per_host = 4;
  chip.host_nic_bandwidth = 400_Gbps;
  chip.idle_power = 200_W;
  chip.peak_power = 900_W;
  chip.host_power = 600_W;
  return chip;
}

inline ChipSpec h100_chip() {
  ChipSpec chip = v7_chip();
  chip.name = "h100";
  chip.ici_links = 18;
  chip.ici_link_bandwidth = 25_GBps;
  chip.chips_per_host = 8;
  chip.host_nic_bandwidth = 3200_Gbps;
  return chip;
}

inline PodSpec pod_spec(std::string name, std::string chip, std::string topology, Shape shape, Shape block) {
  PodSpec pod;
  pod.name = std::move(name);
  pod.chip = std::move(chip);
  pod.topology = std::move(topology);
  pod.shape = std::move(shape);
  pod.block = std::move(block);
  return pod;
}

inline PodSpec ironwood() { return pod_spec("ironwood", "v7", "ocs_torus_3d", {{16, 24, 24}}, {{4, 4, 4}}); }
inline PodSpec v4() { return pod_spec("v4", "v4", "ocs_torus_3d", {{16, 16, 16}}, {{4, 4, 4}}); }
inline PodSpec v5p() { return pod_spec("v5p", "v5p", "ocs_torus_3d", {{16, 20, 28}}, {{4, 4, 4}}); }
inline PodSpec v5e() {
  PodSpec pod = pod_spec("v5e", "v5e", "fixed_torus_2d", {{16, 16}}, {{2, 4}});
  pod.ocs_count = 0;
  pod.wrap_length = 16;
  return pod;
}
inline PodSpec h100() {
  PodSpec pod = pod_spec("h100_superpod", "h100", "gpu_fat_tree", {{128, 8}}, {{1, 8}});
  pod.ocs_count = 0;
  return pod;
}
inline PodSpec nvl72() {
  PodSpec pod = pod_spec("gb200_nvl72", "h100", "gpu_fat_tree", {{144, 4}}, {{18, 4}});
  pod.ocs_count = 0;
  return pod;
}

inline std::map<std::string, PodSpec> all_pods() {
  return {{"ironwood", ironwood()}, {"v4", v4()}, {"v5p", v5p()}, {"v5e", v5e()}, {"h100_superpod", h100()}};
}
inline std::map<std::string, ChipSpec> all_chips() {
  return {{"v7", v7_chip()}, {"v4", v7_chip()}, {"v5p", v7_chip()}, {"v5e", v7_chip()}, {"h100", h100_chip()}};
}

/// A site of Ironwood pods only; 0: as many as fit.
inline SiteSpec ironwood_site(int pods, Watts grid = 1_GW) {
  SiteSpec site;
  site.power.grid_power = grid;
  site.pods = {{"ironwood", pods, 0}};
  return site;
}

}  // namespace gigapod::test
