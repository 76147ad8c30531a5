#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>

namespace gigapod {

/// Number formats of matrix products. bf16 products accumulate in fp32.
enum class Precision {
  kBf16,
  kInt8,
  kFp8,
  kFp4
};

/// One accelerator chip (a v7 chip is both of its chiplets) and its share of the host. Rates are peaks from data
/// sheets unless the name says otherwise; catalog files name the source of every number.
struct ChipSpec {
  std::string name;         ///< "v7"
  std::string description;  ///< "TPU v7 (Ironwood)"

  FlopsPerSecond peak_bf16;
  FlopsPerSecond peak_int8;  ///< 0 when the chip has no int8 path faster than bf16; then bf16 is used
  FlopsPerSecond peak_fp8;   ///< likewise
  FlopsPerSecond peak_fp4;   ///< likewise
  int mxu_dimension = 128;   ///< rows and columns of one systolic array; matrix sides are padded to it
  int tensor_cores = 1;      ///< independent cores per chip (JAX devices on v7)

  Bytes hbm_capacity;
  Bytes vmem_capacity;
  BytesPerSecond hbm_bandwidth;

  int ici_links = 6;                  ///< links per chip: two per torus axis; for a GPU, ports to the NVSwitch
  BytesPerSecond ici_link_bandwidth;  ///< one link, one direction
  Seconds ici_hop_latency{1e-6};      ///< one hop, software included

  int chips_per_host = 4;
  BytesPerSecond host_nic_bandwidth;  ///< data-centre network of one host, one direction
  BytesPerSecond pcie_bandwidth;      ///< host to one chip, one direction
  Bytes host_memory;

  Watts idle_power;           ///< chip and HBM with no work
  Watts peak_power;           ///< chip and HBM at most: the rated power, or the largest measured
  Watts host_power;           ///< CPU host, NICs, fans and its share of rack overhead, per host
  double lowest_clock = 0.4;  ///< to which a power cap may slow the chip, relative to the full clock (assumed)

  // Physical calibration constants, at most three a generation; docs/validation.md gives their evidence.
  double mxu_efficiency = 0.9;   ///< achievable share of peak in a large, well-shaped matrix product
  double hbm_efficiency = 0.85;  ///< achievable share of the HBM bandwidth
  double ici_efficiency = 0.9;   ///< achievable share of the link bandwidth in a large collective

  bool operator==(const ChipSpec&) const = default;
};

/// The fields of a chip as written in topologies/catalog/chips/*.yaml.
[[nodiscard]] FieldList<ChipSpec> chip_fields();

/// Peak rate of matrix products in the precision; falls back to the next wider format the chip has.
[[nodiscard]] FlopsPerSecond peak_rate(const ChipSpec& chip, Precision precision);

}  // namespace gigapod
