// Spread by domain: each next slice of a job goes into the hall (power feed) or DCN block that has fewest of its
// slices, of those into the one with most free blocks, so that one fault of a domain hits as small a part of the job
// as can be, which an elastic job survives.
#include "sim/base/registry.hpp"
#include "sim/policy/domain_slots.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace gigapod {
namespace {

class SpreadDomain final : public PlacementPolicy {
 public:
  struct Params {
    Domain domain = Domain::kHall;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.choice("domain", &Params::domain, {"hall", "dcn_block"}, "What a job should have many of.");
    return list;
  }
  explicit SpreadDomain(const Params& params) : params_(params) {}

  [[nodiscard]] std::optional<Placement> place(const PlacementRequest& request,
                                               std::span<const PodView> pods) const override {
    DomainSlots slots(pods, params_.domain);
    std::vector<int> domains = slots.domains();
    std::map<int, int> taken;
    Placement placement;
    for (int slice = 0; slice < request.slices; ++slice) {
      std::stable_sort(domains.begin(), domains.end(), [&](int a, int b) {
        return std::tuple(taken[a], -slots.free_blocks(a)) < std::tuple(taken[b], -slots.free_blocks(b));
      });
      bool is_placed = false;
      for (std::size_t i = 0; i < domains.size() && !is_placed; ++i) {
        auto blocks = slots.take_slice(domains[i], request.slice);
        if (!blocks) continue;
        placement.slices.push_back(std::move(*blocks));
        ++taken[domains[i]];
        is_placed = true;
      }
      if (!is_placed) return std::nullopt;
    }
    return placement;
  }

 private:
  Params params_;
};

const bool kRegistered = register_plugin<SpreadDomain, PlacementPolicy>(
    "spread_domain", "Spreads the slices of a job evenly over halls or DCN blocks.");

}  // namespace
}  // namespace gigapod
