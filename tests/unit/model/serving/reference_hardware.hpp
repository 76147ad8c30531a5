#pragma once

#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"

namespace gigapod::testing {

/// Chips and pods with data-sheet numbers and fixed efficiencies, so that hand-worked tests outlive a calibration.
inline ChipSpec chip_v4() {
  ChipSpec chip;
  chip.name = "v4";
  chip.peak_bf16 = 275_TFLOPs;
  chip.peak_int8 = 275_TFLOPs;
  chip.tensor_cores = 2;
  chip.hbm_capacity = 32_GiB;
  chip.hbm_bandwidth = 1200_GBps;
  chip.ici_link_bandwidth = 50_GBps;
  chip.host_nic_bandwidth = 25_GBps;
  chip.idle_power = 90_W;
  chip.peak_power = 192_W;
  chip.host_power = 400_W;
  return chip;
}

inline ChipSpec chip_v5e() {
  ChipSpec chip;
  chip.name = "v5e";
  chip.peak_bf16 = 197_TFLOPs;
  chip.peak_int8 = 393_TFLOPs;
  chip.hbm_capacity = 16_GiB;
  chip.hbm_bandwidth = 819_GBps;
  chip.ici_links = 4;
  chip.ici_link_bandwidth = 50_GBps;
  chip.chips_per_host = 8;
  chip.host_nic_bandwidth = 25_GBps;
  chip.idle_power = 40_W;
  chip.peak_power = 130_W;
  chip.host_power = 600_W;
  return chip;
}

inline ChipSpec chip_v6e() {
  ChipSpec chip = chip_v5e();
  chip.name = "v6e";
  chip.peak_bf16 = 918_TFLOPs;
  chip.peak_int8 = 1836_TFLOPs;
  chip.peak_fp8 = 918_TFLOPs;
  chip.mxu_dimension = 256;
  chip.hbm_capacity = 32_GiB;
  chip.hbm_bandwidth = 1638_GBps;
  chip.ici_link_bandwidth = 100_GBps;
  chip.mxu_efficiency = 0.901;
  chip.hbm_efficiency = 0.83;
  return chip;
}

inline ChipSpec chip_v7() {
  ChipSpec chip;
  chip.name = "v7";
  chip.peak_bf16 = 2307_TFLOPs;
  chip.peak_fp8 = 4614_TFLOPs;
  chip.mxu_dimension = 256;
  chip.tensor_cores = 2;
  chip.hbm_capacity = 192_GiB;
  chip.hbm_bandwidth = 7380_GBps;
  chip.ici_link_bandwidth = 100_GBps;
  chip.host_nic_bandwidth = 50_GBps;
  chip.idle_power = 270_W;
  chip.peak_power = 900_W;
  chip.host_power = 700_W;
  chip.mxu_efficiency = 0.829;
  chip.hbm_efficiency = 0.87;
  chip.ici_efficiency = 0.89;
  return chip;
}

inline ChipSpec chip_h100() {
  ChipSpec chip;
  chip.name = "h100";
  chip.peak_bf16 = 989.4_TFLOPs;
  chip.peak_int8 = 1979_TFLOPs;
  chip.peak_fp8 = 1979_TFLOPs;
  chip.hbm_capacity = 80_GB;
  chip.hbm_bandwidth = 3350_GBps;
  chip.ici_links = 18;
  chip.ici_link_bandwidth = 25_GBps;
  chip.chips_per_host = 8;
  chip.host_nic_bandwidth = 400_GBps;
  chip.idle_power = 105_W;
  chip.peak_power = 700_W;
  chip.host_power = 4600_W;
  chip.mxu_efficiency = 0.803;
  chip.ici_efficiency = 0.8;
  return chip;
}

inline PodSpec pod_v4() {
  PodSpec pod;
  pod.name = "v4";
  pod.chip = "v4";
  pod.shape = {{16, 16, 16}};
  pod.block = {{4, 4, 4}};
  return pod;
}

inline PodSpec pod_ironwood() {
  PodSpec pod;
  pod.name = "ironwood";
  pod.chip = "v7";
  return pod;
}

inline PodSpec pod_v5e() {
  PodSpec pod;
  pod.name = "v5e";
  pod.chip = "v5e";
  pod.topology = "fixed_torus_2d";
  pod.shape = {{16, 16}};
  pod.block = {{2, 4}};
  pod.ocs_count = 0;
  pod.ocs_power = 0_W;
  pod.wrap_length = 16;
  return pod;
}

/// 2048 servers of eight GPUs, as in the Llama 3 405B run.
inline PodSpec pod_llama3() {
  PodSpec pod;
  pod.name = "llama3";
  pod.chip = "h100";
  pod.topology = "gpu_fat_tree";
  pod.shape = {{2048, 8}};
  pod.block = {{1, 8}};
  pod.ocs_count = 0;
  pod.ocs_power = 0_W;
  return pod;
}

inline SliceTopology torus(std::vector<int> lengths, bool wraps) {
  SliceTopology slice;
  for (const int length : lengths) slice.axes.push_back({length, wraps && length > 1});
  return slice;
}

inline SliceTopology nvlink(int gpus) {
  SliceTopology slice;
  slice.axes.push_back({gpus, false});
  slice.is_switched = true;
  slice.domain = 8;
  return slice;
}

}  // namespace gigapod::testing
