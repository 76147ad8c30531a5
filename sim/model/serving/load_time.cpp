// t = start + weights / min(storage, hosts x network, chips x PCIe)
//
// Assumes that hosts read their shares at once, that storage, network and PCIe are a pipeline, and that each weight
// crosses the network once (chips pass copies on among themselves).

#include "sim/model/serving/load_time.hpp"

#include <algorithm>

namespace gigapod {

Seconds load_time(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice,
                  const ReplicaLoading& loading) {
  const double hosts = std::max(1, slice.chips() / chip.chips_per_host);
  BytesPerSecond rate = loading.storage;
  if (chip.host_nic_bandwidth.value() > 0.0) rate = min(rate, chip.host_nic_bandwidth * hosts);
  if (chip.pcie_bandwidth.value() > 0.0) rate = min(rate, chip.pcie_bandwidth * static_cast<double>(slice.chips()));
  return loading.start + Bytes(parameter_count(plan.model) * plan.weight_bytes) / rate;
}

}  // namespace gigapod
