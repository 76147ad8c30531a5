// Aggregation blocks joined directly by trunks through optical circuit switches, without a core.
//
//   uplinks of a block = sum of its pods' uplinks / block_oversubscription, divided evenly over its neighbours;
//   a trunk has the smaller share of its two ends. Neighbours: every other block, or with more than
//   `neighbour_limit` of them the nearest on a ring, half on each side. Storage hangs off block 0.
// Assumed: trunks do not follow the traffic (the real fabric re-engineers them every few minutes).
// Source of the structure: Poutievski et al., "Jupiter evolving", SIGCOMM 2022.
#include "sim/base/registry.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace gigapod {
namespace {

class DcnOcsBlocks final : public DcnTopology {
 public:
  struct Params {
    int neighbour_limit = 64;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer(
        "neighbour_limit", &Params::neighbour_limit, {2, 1024},
        "Most blocks that one block has trunks to; assumed: as many trunks as an aggregation block can split.");
    return list;
  }
  explicit DcnOcsBlocks(const Params& params) : params_(params) {}

  [[nodiscard]] DcnFabric build(const SiteSpec& site, const SiteLayout& layout) const override {
    DcnFabric dcn = dcn_pods_in_blocks(site, layout);
    const auto blocks = static_cast<std::size_t>(dcn.blocks);
    dcn.trunk.assign(blocks, std::vector<int>(blocks, -1));
    for (int a = 0; a < dcn.blocks; ++a) {
      for (int b = a + 1; b < dcn.blocks; ++b) {
        if (are_neighbours(a, b, dcn.blocks)) add_trunk(site, dcn, a, b);
      }
    }
    return dcn;
  }

 private:
  [[nodiscard]] int neighbours(int blocks) const {
    return blocks - 1 <= params_.neighbour_limit ? blocks - 1 : params_.neighbour_limit / 2 * 2;
  }

  [[nodiscard]] bool are_neighbours(int a, int b, int blocks) const {
    if (blocks - 1 <= params_.neighbour_limit) return true;
    const int apart = std::abs(a - b);
    return std::min(apart, blocks - apart) <= params_.neighbour_limit / 2;
  }

  void add_trunk(const SiteSpec& site, DcnFabric& dcn, int a, int b) const {
    const BytesPerSecond uplinks = min(block_pods_bandwidth(dcn, a), block_pods_bandwidth(dcn, b));
    const int link = static_cast<int>(dcn.links.size());
    dcn.trunk[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] = link;
    dcn.trunk[static_cast<std::size_t>(b)][static_cast<std::size_t>(a)] = link;
    dcn.links.push_back({fmt::format("trunk {}-{}", a, b),
                         uplinks / (site.dcn.block_oversubscription * neighbours(dcn.blocks)),
                         site.dcn.latency / 2.0});
  }

  Params params_;
};

const bool kRegistered = register_plugin<DcnOcsBlocks, DcnTopology>(
    "dcn_ocs_blocks", "Aggregation blocks joined directly by trunks through optical circuit switches.");

}  // namespace
}  // namespace gigapod
