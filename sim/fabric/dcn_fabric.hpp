#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/site_layout.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// The data-centre network as the engine needs it: links that can be shared and the links each route crosses. Every
/// link is full duplex with the same bandwidth each way.
struct DcnFabric {
  struct Link {
    std::string name;  ///< "pod ironwood-07 uplink", "block 3 uplink", "trunk 3-5", "storage"
    BytesPerSecond bandwidth;
    Seconds latency;
  };
  /// A link as crossed by a route: going up (away from the pod, towards storage; on a trunk from the lower block to
  /// the higher) or down.
  struct Hop {
    int link = 0;
    bool up = true;
  };

  std::vector<Link> links;
  int blocks = 0;
  std::vector<int> block_of_pod;        ///< by pod id
  std::vector<int> pod_uplink;          ///< link of each pod into its block
  std::vector<int> block_uplink;        ///< link of each block into the core; -1 where blocks are joined by trunks
  std::vector<std::vector<int>> trunk;  ///< trunk[a][b]: link between blocks a and b; empty with a core
  int storage_link = 0;                 ///< the storage system's own link for writes
  int storage_read_link = 0;            ///< and for reads
};

/// Builds the network between the pods of a site.
class DcnTopology {
 public:
  static constexpr const char* kRegistryName = "dcn";
  virtual ~DcnTopology() = default;
  [[nodiscard]] virtual DcnFabric build(const SiteSpec& site, const SiteLayout& layout) const = 0;
};

/// Links crossed from one pod to another (none for a pod to itself). With trunks, blocks that have no trunk between
/// them go over the block that offers the most bandwidth.
[[nodiscard]] std::vector<DcnFabric::Hop> route(const DcnFabric& dcn, PodId from, PodId to);
/// Links crossed from a pod to storage (`up` away from the pod); storage hangs off the core or off block 0.
[[nodiscard]] std::vector<DcnFabric::Hop> route_to_storage(const DcnFabric& dcn, PodId from);

/// Links crossed from storage to a pod.
[[nodiscard]] std::vector<DcnFabric::Hop> route_from_storage(const DcnFabric& dcn, PodId to);

/// Bandwidth of a pod into its block: its hosts' NICs over the oversubscription.
[[nodiscard]] BytesPerSecond pod_uplink_bandwidth(const PodSpec& pod, const ChipSpec& chip, const DcnSpec& dcn);

/// The part that every family shares: blocks of `pods_per_block` pods, a link from each pod into its block and the
/// storage links.
[[nodiscard]] DcnFabric dcn_pods_in_blocks(const SiteSpec& site, const SiteLayout& layout);

/// Uplinks of all pods of a block together.
[[nodiscard]] BytesPerSecond block_pods_bandwidth(const DcnFabric& dcn, int block);

/// Bandwidth one slice can use towards other pods, one direction: its hosts' NICs, at most its share of the pod's
/// uplink.
[[nodiscard]] BytesPerSecond slice_dcn_bandwidth(const PodSpec& pod, const ChipSpec& chip, int chips_in_slice,
                                                 const DcnSpec& dcn);

}  // namespace gigapod
