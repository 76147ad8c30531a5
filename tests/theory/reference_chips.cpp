#include "tests/theory/reference_chips.hpp"

namespace gigapod::theory {

namespace {

using namespace literals;

struct Tpu {
  const char* name;
  FlopsPerSecond bf16;
  FlopsPerSecond int8;
  FlopsPerSecond fp8;
  int mxu;
  int cores;
  Bytes hbm;
  BytesPerSecond hbm_bandwidth;
  int links;
  BytesPerSecond link;
  int chips_per_host;
  BytesPerSecond nic;
  double mxu_efficiency;
  double hbm_efficiency;
  double ici_efficiency;
};

ChipSpec chip_of(const Tpu& t) {
  ChipSpec chip;
  chip.name = t.name;
  chip.peak_bf16 = t.bf16;
  chip.peak_int8 = t.int8;
  chip.peak_fp8 = t.fp8;
  chip.mxu_dimension = t.mxu;
  chip.tensor_cores = t.cores;
  chip.hbm_capacity = t.hbm;
  chip.hbm_bandwidth = t.hbm_bandwidth;
  chip.ici_links = t.links;
  chip.ici_link_bandwidth = t.link;
  chip.ici_hop_latency = 1_us;
  chip.chips_per_host = t.chips_per_host;
  chip.host_nic_bandwidth = t.nic;
  chip.pcie_bandwidth = 15_GBps;
  chip.mxu_efficiency = t.mxu_efficiency;
  chip.hbm_efficiency = t.hbm_efficiency;
  chip.ici_efficiency = t.ici_efficiency;
  return chip;
}

}  // namespace

std::map<std::string, ChipSpec> reference_chips() {
  std::map<std::string, ChipSpec> chips;
  for (const Tpu& t : {
           Tpu{"v4", 275_TFLOPs, 275_TFLOPs, 0_TFLOPs, 128, 2, 32_GiB, 1200_GBps, 6, 50_GBps, 4, 25_GBps, 0.9, 0.85,
               0.9},
           Tpu{"v5e", 197_TFLOPs, 393_TFLOPs, 0_TFLOPs, 128, 1, 16_GiB, 819_GBps, 4, 50_GBps, 8, 25_GBps, 0.9, 0.85,
               0.9},
           Tpu{"v5p", 459_TFLOPs, 918_TFLOPs, 0_TFLOPs, 128, 2, 95_GiB, 2765_GBps, 6, 100_GBps, 4, 25_GBps, 0.9, 0.85,
               0.9},
           Tpu{"v6e", 918_TFLOPs, 1836_TFLOPs, 0_TFLOPs, 256, 1, 32_GiB, 1638_GBps, 4, 100_GBps, 8, 100_GBps, 0.901,
               0.83, 0.9},
           Tpu{"v7", 2307_TFLOPs, 0_TFLOPs, 4614_TFLOPs, 256, 2, 192_GiB, 7380_GBps, 6, 100_GBps, 4, 50_GBps, 0.829,
               0.87, 0.89},
           Tpu{"A100", 312_TFLOPs, 0_TFLOPs, 0_TFLOPs, 128, 1, 80_GB, 2000_GBps, 12, 25_GBps, 8, 200_GBps, 0.85, 0.85,
               0.8},
           Tpu{"H100", 989.4_TFLOPs, 0_TFLOPs, 1979_TFLOPs, 128, 1, 80_GB, 3350_GBps, 18, 25_GBps, 8, 400_GBps, 0.803,
               0.85, 0.8},
           Tpu{"H800", 989.4_TFLOPs, 0_TFLOPs, 1979_TFLOPs, 128, 1, 80_GB, 3350_GBps, 8, 20_GBps, 8, 400_GBps, 0.803,
               0.85, 0.8},
           Tpu{"B200", 2250_TFLOPs, 0_TFLOPs, 4500_TFLOPs, 128, 1, 180_GB, 7700_GBps, 18, 50_GBps, 8, 400_GBps, 0.75,
               0.85, 0.8},
           Tpu{"B300", 2250_TFLOPs, 0_TFLOPs, 4500_TFLOPs, 128, 1, 270_GB, 7700_GBps, 18, 50_GBps, 8, 800_GBps, 0.75,
               0.85, 0.8},
           Tpu{"GB200", 2500_TFLOPs, 0_TFLOPs, 5000_TFLOPs, 128, 1, 186_GB, 8000_GBps, 18, 50_GBps, 4, 200_GBps,
               0.729, 0.85, 0.8},
           Tpu{"GB300", 2500_TFLOPs, 0_TFLOPs, 5000_TFLOPs, 128, 1, 279_GB, 8000_GBps, 18, 50_GBps, 4, 400_GBps,
               0.729, 0.85, 0.8},
       }) {
    chips[t.name] = chip_of(t);
  }
  chips["v6e"].pcie_bandwidth = 32_GBps;
  chips["v7"].pcie_bandwidth = 32_GBps;
  chips["GB200"].peak_fp4 = 10000_TFLOPs;
  chips["GB300"].peak_fp4 = 15000_TFLOPs;
  chips["B200"].peak_fp4 = 9000_TFLOPs;
  chips["B300"].peak_fp4 = 13500_TFLOPs;
  for (const char* name : {"GB200", "GB300"}) chips[name].name = name[2] == '2' ? "gb200" : "gb300";
  return chips;
}

}  // namespace gigapod::theory
