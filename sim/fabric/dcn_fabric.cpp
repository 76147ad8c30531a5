#include "sim/fabric/dcn_fabric.hpp"

#include "sim/base/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace gigapod {
namespace {

using Hops = std::vector<DcnFabric::Hop>;

/// The best way found so far from the first block to another: fewest trunks, then the widest bottleneck.
struct BlockReach {
  int trunks = -1;  ///< -1: not reached
  BytesPerSecond bottleneck;
  int previous = -1;

  [[nodiscard]] bool is_better_than(const BlockReach& other) const {
    return std::make_tuple(-trunks, bottleneck) > std::make_tuple(-other.trunks, other.bottleneck);
  }
};

/// Breadth first over the trunks, widest bottleneck first among paths of equally many trunks, lowest block on a tie.
std::vector<BlockReach> reach_over_trunks(const DcnFabric& dcn, int from) {
  std::vector<BlockReach> reached(static_cast<std::size_t>(dcn.blocks));
  const BytesPerSecond unlimited(1e30);
  reached[static_cast<std::size_t>(from)] = {0, unlimited, -1};
  std::vector<int> level{from};
  while (!level.empty()) {
    std::vector<int> next;
    for (const int block : level) {
      const BlockReach& here = reached[static_cast<std::size_t>(block)];
      for (int other = 0; other < dcn.blocks; ++other) {
        const int link = dcn.trunk[static_cast<std::size_t>(block)][static_cast<std::size_t>(other)];
        if (link < 0) continue;
        const BlockReach step{here.trunks + 1,
                              min(here.bottleneck, dcn.links[static_cast<std::size_t>(link)].bandwidth), block};
        BlockReach& there = reached[static_cast<std::size_t>(other)];
        if (there.trunks < 0) next.push_back(other);
        if (there.trunks < 0 || step.is_better_than(there)) there = step;
      }
    }
    std::sort(next.begin(), next.end());
    level = std::move(next);
  }
  return reached;
}

Hops trunk_path(const DcnFabric& dcn, int from, int to) {
  const std::vector<BlockReach> reached = reach_over_trunks(dcn, from);
  Hops hops;
  for (int block = to; block != from;) {
    const int previous = reached[static_cast<std::size_t>(block)].previous;
    GIGAPOD_CHECK(previous >= 0, "the trunks do not join every block");
    hops.push_back(
        {dcn.trunk[static_cast<std::size_t>(previous)][static_cast<std::size_t>(block)], previous < block});
    block = previous;
  }
  std::reverse(hops.begin(), hops.end());
  return hops;
}

Hops between_blocks(const DcnFabric& dcn, int from, int to) {
  if (from == to) return {};
  if (!dcn.trunk.empty()) return trunk_path(dcn, from, to);
  return {{dcn.block_uplink[static_cast<std::size_t>(from)], true},
          {dcn.block_uplink[static_cast<std::size_t>(to)], false}};
}

}  // namespace

std::vector<DcnFabric::Hop> route(const DcnFabric& dcn, PodId from, PodId to) {
  if (from == to) return {};
  Hops hops{{dcn.pod_uplink[from.value], true}};
  const Hops middle = between_blocks(dcn, dcn.block_of_pod[from.value], dcn.block_of_pod[to.value]);
  hops.insert(hops.end(), middle.begin(), middle.end());
  hops.push_back({dcn.pod_uplink[to.value], false});
  return hops;
}

std::vector<DcnFabric::Hop> route_to_storage(const DcnFabric& dcn, PodId from) {
  const int block = dcn.block_of_pod[from.value];
  Hops hops{{dcn.pod_uplink[from.value], true}};
  if (dcn.trunk.empty()) {
    hops.push_back({dcn.block_uplink[static_cast<std::size_t>(block)], true});
  } else {
    const Hops middle = between_blocks(dcn, block, 0);
    hops.insert(hops.end(), middle.begin(), middle.end());
  }
  hops.push_back({dcn.storage_link, true});
  return hops;
}

std::vector<DcnFabric::Hop> route_from_storage(const DcnFabric& dcn, PodId to) {
  Hops hops = route_to_storage(dcn, to);
  std::reverse(hops.begin(), hops.end());
  for (DcnFabric::Hop& hop : hops) hop.up = !hop.up;
  hops.front().link = dcn.storage_read_link;
  return hops;
}

BytesPerSecond pod_uplink_bandwidth(const PodSpec& pod, const ChipSpec& chip, const DcnSpec& dcn) {
  const double hosts = static_cast<double>(pod.shape.chips()) / chip.chips_per_host;
  return chip.host_nic_bandwidth * hosts / dcn.oversubscription;
}

DcnFabric dcn_pods_in_blocks(const SiteSpec& site, const SiteLayout& layout) {
  const int pods = static_cast<int>(layout.pods.size());
  const int per_block = std::max(1, site.dcn.pods_per_block);
  DcnFabric dcn;
  dcn.blocks = (pods + per_block - 1) / per_block;
  dcn.block_uplink.assign(static_cast<std::size_t>(dcn.blocks), -1);
  for (const PodInstance& pod : layout.pods) {
    dcn.block_of_pod.push_back(static_cast<int>(pod.id.value) / per_block);
    dcn.pod_uplink.push_back(static_cast<int>(dcn.links.size()));
    dcn.links.push_back({fmt::format("pod {} uplink", pod.name), pod_uplink_bandwidth(*pod.spec, *pod.chip, site.dcn),
                         site.dcn.latency / 4.0});
  }
  dcn.storage_link = static_cast<int>(dcn.links.size());
  dcn.links.push_back({"storage", site.storage.write_bandwidth, Seconds(0.0)});
  dcn.storage_read_link = static_cast<int>(dcn.links.size());
  dcn.links.push_back({"storage read", site.storage.read_bandwidth, Seconds(0.0)});
  return dcn;
}

BytesPerSecond block_pods_bandwidth(const DcnFabric& dcn, int block) {
  BytesPerSecond sum;
  for (std::size_t pod = 0; pod < dcn.block_of_pod.size(); ++pod) {
    if (dcn.block_of_pod[pod] == block) sum += dcn.links[static_cast<std::size_t>(dcn.pod_uplink[pod])].bandwidth;
  }
  return sum;
}

BytesPerSecond slice_dcn_bandwidth(const PodSpec& pod, const ChipSpec& chip, int chips_in_slice, const DcnSpec& dcn) {
  const double hosts = static_cast<double>(chips_in_slice) / chip.chips_per_host;
  const double share = static_cast<double>(chips_in_slice) / pod.shape.chips();
  return min(chip.host_nic_bandwidth * hosts, pod_uplink_bandwidth(pod, chip, dcn) * share);
}

}  // namespace gigapod
