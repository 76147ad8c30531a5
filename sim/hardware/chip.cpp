#include "sim/hardware/chip.hpp"

namespace gigapod {

FieldList<ChipSpec> chip_fields() {
  FieldList<ChipSpec> list;
  list.text("name", &ChipSpec::name, "Name used to refer to the chip.").required();
  list.text("description", &ChipSpec::description, "What the chip is, for people.");
  list.quantity("peak_bf16", &ChipSpec::peak_bf16, kPositive, "Peak rate of bf16 matrix products.").required();
  list.quantity("peak_int8", &ChipSpec::peak_int8, kNonNegative, "Peak rate of int8 products; 0: as bf16.");
  list.quantity("peak_fp8", &ChipSpec::peak_fp8, kNonNegative, "Peak rate of fp8 products; 0: as int8.");
  list.quantity("peak_fp4", &ChipSpec::peak_fp4, kNonNegative, "Peak rate of fp4 products; 0: as fp8.");
  list.integer("mxu_dimension", &ChipSpec::mxu_dimension, {1, 4096}, "Side of one systolic array (tile for a GPU).");
  list.integer("tensor_cores", &ChipSpec::tensor_cores, {1, 64}, "Independent tensor cores (devices) per chip.");
  list.quantity("hbm_capacity", &ChipSpec::hbm_capacity, kPositive, "High-bandwidth memory a program can use.")
      .required();
  list.quantity("vmem_capacity", &ChipSpec::vmem_capacity, kNonNegative, "On-chip vector memory.");
  list.quantity("hbm_bandwidth", &ChipSpec::hbm_bandwidth, kPositive, "Peak HBM bandwidth.").required();
  list.integer("ici_links", &ChipSpec::ici_links, {0, 64}, "Inter-chip links: two per torus axis.");
  list.quantity("ici_link_bandwidth", &ChipSpec::ici_link_bandwidth, kPositive,
                "Bandwidth of one inter-chip link in one direction.")
      .required();
  list.quantity("ici_hop_latency", &ChipSpec::ici_hop_latency, kNonNegative,
                "Latency of one hop, software included.");
  list.integer("chips_per_host", &ChipSpec::chips_per_host, {1, 128}, "Chips behind one CPU host.");
  list.quantity("host_nic_bandwidth", &ChipSpec::host_nic_bandwidth, kPositive,
                "Data-centre network bandwidth of one host in one direction.")
      .required();
  list.quantity("pcie_bandwidth", &ChipSpec::pcie_bandwidth, kNonNegative, "Host to chip, per chip and direction.");
  list.quantity("host_memory", &ChipSpec::host_memory, kNonNegative, "DRAM of one host.");
  list.quantity("idle_power", &ChipSpec::idle_power, kNonNegative, "Chip and HBM with no work.").required();
  list.quantity("peak_power", &ChipSpec::peak_power, kPositive, "Chip and HBM at most.").required();
  list.quantity("host_power", &ChipSpec::host_power, kNonNegative,
                "CPU host, NICs, fans and rack overhead per host.");
  list.number("lowest_clock", &ChipSpec::lowest_clock, {0.05, 1.0},
              "Lowest clock under a power cap, relative to the full clock.");
  list.number("mxu_efficiency", &ChipSpec::mxu_efficiency, {0.05, 1.0},
              "Calibrated: share of peak reached by a large matrix product.");
  list.number("hbm_efficiency", &ChipSpec::hbm_efficiency, {0.05, 1.0},
              "Calibrated: share of HBM bandwidth reached.");
  list.number("ici_efficiency", &ChipSpec::ici_efficiency, {0.05, 1.0},
              "Calibrated: share of link bandwidth reached by a large collective.");
  return list;
}

FlopsPerSecond peak_rate(const ChipSpec& chip, Precision precision) {
  const FlopsPerSecond int8 = max(chip.peak_int8, chip.peak_bf16);
  const FlopsPerSecond fp8 = max(chip.peak_fp8, chip.peak_bf16);
  switch (precision) {
    case Precision::kBf16: return chip.peak_bf16;
    case Precision::kInt8: return int8;
    case Precision::kFp8: return fp8;
    case Precision::kFp4: return max(chip.peak_fp4, fp8);
  }
  return chip.peak_bf16;
}

}  // namespace gigapod
