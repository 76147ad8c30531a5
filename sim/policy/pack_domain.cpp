// Pack by domain: all slices of a job go into as few halls (power feeds) or DCN blocks as they fit into, so that one
// fault of a domain hits few jobs, and a job's gradients stay inside a block. A job goes into the fullest domain that
// holds all of it; one that no domain holds fills the domains that hold most of it first.
#include "sim/base/registry.hpp"
#include "sim/policy/domain_slots.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace gigapod {
namespace {

class PackDomain final : public PlacementPolicy {
 public:
  struct Params {
    Domain domain = Domain::kDcnBlock;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.choice("domain", &Params::domain, {"hall", "dcn_block"}, "What a job should have few of.");
    return list;
  }
  explicit PackDomain(const Params& params) : params_(params) {}

  [[nodiscard]] std::optional<Placement> place(const PlacementRequest& request,
                                               std::span<const PodView> pods) const override {
    DomainSlots slots(pods, params_.domain);
    Placement placement;
    while (static_cast<int>(placement.slices.size()) < request.slices) {
      const int left = request.slices - static_cast<int>(placement.slices.size());
      const auto [domain, fits] = best(slots, request.slice, left);
      if (fits == 0) return std::nullopt;
      for (int slice = 0; slice < fits; ++slice) {
        placement.slices.push_back(*slots.take_slice(domain, request.slice));
      }
    }
    return placement;
  }

 private:
  struct Choice {
    int domain = 0;
    int fits = 0;
  };
  /// Who holds most of what is left; of those the fullest, then the lowest number.
  static Choice best(const DomainSlots& slots, const Shape& slice, int left) {
    Choice best;
    int best_free = 0;
    for (const int domain : slots.domains()) {
      const int fits = slots.slices_that_fit(domain, slice, left);
      const int free = slots.free_blocks(domain);
      if (fits == 0 || std::tuple(-fits, free) >= std::tuple(-best.fits, best_free)) continue;
      best = {domain, fits};
      best_free = free;
    }
    return best;
  }

  Params params_;
};

const bool kRegistered = register_plugin<PackDomain, PlacementPolicy>(
    "pack_domain", "Keeps all slices of a job in as few halls or DCN blocks as hold them.");

}  // namespace
}  // namespace gigapod
