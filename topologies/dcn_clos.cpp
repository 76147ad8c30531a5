// A folded Clos between pods: pods -> aggregation blocks -> core.
//
//   pod uplink = hosts x NIC / oversubscription; block uplink = sum of its pods' uplinks / block_oversubscription;
//   the core does not block. Storage hangs off the core.
// Assumed: ideal load balancing, so parallel links between two levels act as one.
// Source of the structure: Al-Fares et al., SIGCOMM 2008; Singh et al., "Jupiter rising", SIGCOMM 2015.
#include "sim/base/registry.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

class DcnClos final : public DcnTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit DcnClos(const Params&) {}

  [[nodiscard]] DcnFabric build(const SiteSpec& site, const SiteLayout& layout) const override {
    DcnFabric dcn = dcn_pods_in_blocks(site, layout);
    for (int block = 0; block < dcn.blocks; ++block) {
      dcn.block_uplink[static_cast<std::size_t>(block)] = static_cast<int>(dcn.links.size());
      dcn.links.push_back({fmt::format("block {} uplink", block),
                           block_pods_bandwidth(dcn, block) / site.dcn.block_oversubscription,
                           site.dcn.latency / 4.0});
    }
    return dcn;
  }
};

const bool kRegistered = register_plugin<DcnClos, DcnTopology>(
    "dcn_clos", "Folded Clos: pods under aggregation blocks under a core, oversubscribed at both levels.");

}  // namespace
}  // namespace gigapod
