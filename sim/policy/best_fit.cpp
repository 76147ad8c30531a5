// Best fit: each slice goes into the pod with the fewest free blocks that still holds it, so that whole pods stay
// free for large slices. Where any blocks will do (OCS, NVLink domains) it takes the lowest free ones; without OCS
// the contiguous box, across the pod's edge where that wraps, that touches the fewest free host tiles.
#include "sim/base/registry.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/pod_space.hpp"

#include <vector>

namespace gigapod {
namespace {

class BestFit final : public PlacementPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit BestFit(const Params&) {}

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
      if (best != nullptr && space.free_count() >= best->free_count()) continue;
      auto blocks = space.find_packed(slice);
      if (!blocks) continue;
      best = &space;
      best_blocks = std::move(blocks);
    }
    if (best == nullptr) return std::nullopt;
    best->take(*best_blocks);
    return best->ids(*best_blocks);
  }
};

const bool kRegistered = register_plugin<BestFit, PlacementPolicy>(
    "best_fit", "Packs each slice into the fullest pod that still holds it, leaving whole pods free.");

}  // namespace
}  // namespace gigapod
