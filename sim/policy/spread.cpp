// Spread: each slice goes into the pod with the most free blocks, and its blocks lie evenly over that pod's free
// blocks, so that no row feed or pod carries more of a job than it must.
#include "sim/base/registry.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/pod_space.hpp"

#include <vector>

namespace gigapod {
namespace {

class Spread final : public PlacementPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit Spread(const Params&) {}

  [[nodiscard]] std::optional<Placement> place(const PlacementRequest& request,
                                               std::span<const PodView> pods) const override {
    if (!has_blocks_for(request, pods)) return std::nullopt;
    std::vector<PodSpace> spaces(pods.begin(), pods.end());
    Placement placement;
    for (int slice = 0; slice < request.slices; ++slice) {
      auto blocks = place_slice(request.slice, spaces);
      if (!blocks) return std::nullopt;
      placement.slices.push_back(std::move(*blocks));
    }
    return placement;
  }

 private:
  static std::optional<std::vector<BlockId>> place_slice(const Shape& slice, std::vector<PodSpace>& spaces) {
    PodSpace* best = nullptr;
    std::optional<std::vector<int>> best_blocks;
    for (PodSpace& space : spaces) {
      if (best != nullptr && space.free_count() <= best->free_count()) continue;
      auto blocks = space.find_spread(slice);
      if (!blocks) continue;
      best = &space;
      best_blocks = std::move(blocks);
    }
    if (best == nullptr) return std::nullopt;
    best->take(*best_blocks);
    return best->ids(*best_blocks);
  }
};

const bool kRegistered = register_plugin<Spread, PlacementPolicy>(
    "spread", "Puts each slice into the emptiest pod and its blocks evenly over that pod's rows.");

}  // namespace
}  // namespace gigapod
