#include "sim/policy/pod_space.hpp"

#include "sim/fabric/box_search.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>

namespace gigapod {

bool has_blocks_for(const PlacementRequest& request, std::span<const PodView> pods) {
  int slices = 0;
  for (const PodView& pod : pods) {
    slices += pod.free_count / blocks_of(request.slice, *pod.spec);
    if (slices >= request.slices) return true;
  }
  return false;
}

PodSpace::PodSpace(const PodView& view)
    : pod_(view.pod),
      spec_(view.spec),
      first_block_(view.first_block),
      view_(view.is_free),
      free_count_(view.free_count) {}

bool PodSpace::is_contiguous() const { return slice_rule(*spec_) == SliceRule::kContiguous; }

std::vector<int> PodSpace::free_blocks() const {
  std::vector<int> blocks;
  const auto free = flags();
  for (std::size_t i = 0; i < free.size(); ++i) {
    if (free[i] != 0) blocks.push_back(static_cast<int>(i));
  }
  return blocks;
}

std::optional<std::vector<int>> PodSpace::find_packed(const Shape& slice) const {
  const int needed = blocks_of(slice, *spec_);
  if (needed > free_count_) return std::nullopt;
  if (is_contiguous()) return find_box(slice, false);
  std::vector<int> blocks = free_blocks();
  blocks.resize(static_cast<std::size_t>(needed));
  return blocks;
}

std::optional<std::vector<int>> PodSpace::find_spread(const Shape& slice) const {
  const int needed = blocks_of(slice, *spec_);
  if (needed > free_count_) return std::nullopt;
  if (is_contiguous()) return find_box(slice, true);
  const std::vector<int> free = free_blocks();
  std::vector<int> blocks;
  for (int i = 0; i < needed; ++i) {
    blocks.push_back(free[static_cast<std::size_t>(i) * free.size() / static_cast<std::size_t>(needed)]);
  }
  return blocks;
}

std::optional<std::vector<int>> PodSpace::find_box(const Shape& slice, bool prefers_free_neighbours) const {
  std::optional<std::vector<int>> best;
  int best_neighbours = 0;
  for_each_free_box(slice, *spec_, flags(), [&](const FreeBox& box) {
    const bool is_better =
        prefers_free_neighbours ? box.free_neighbours > best_neighbours : box.free_neighbours < best_neighbours;
    if (best && !is_better) return;
    best = box.blocks;
    best_neighbours = box.free_neighbours;
  });
  return best;
}

void PodSpace::take(const std::vector<int>& blocks) {
  if (own_.empty()) own_.assign(view_.begin(), view_.end());
  for (const int block : blocks) own_[static_cast<std::size_t>(block)] = 0;
  free_count_ -= static_cast<int>(blocks.size());
}

std::vector<BlockId> PodSpace::ids(const std::vector<int>& blocks) const {
  std::vector<BlockId> ids;
  ids.reserve(blocks.size());
  for (const int block : blocks) ids.push_back(BlockId{first_block_.value + static_cast<std::uint32_t>(block)});
  return ids;
}

}  // namespace gigapod
