#include "sim/engine/block_stays.hpp"

#include "sim/cluster/inventory.hpp"
#include "sim/record/block_ranges.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace gigapod {

BlockStays::BlockStays(const SiteLayout& layout)
    : layout_(&layout), holds_(static_cast<std::size_t>(layout.blocks), {Inventory::kNobody, 0, Seconds(0.0)}) {}

void BlockStays::begin(const std::vector<BlockId>& blocks, std::int32_t owner, Seconds now) {
  for (const BlockId block : blocks) holds_[block.value] = {owner, 0, now};
}

void BlockStays::set_slice(const std::vector<BlockId>& blocks, std::uint32_t slice) {
  for (const BlockId block : blocks) holds_[block.value].slice = slice;
}

void BlockStays::end(const std::vector<BlockId>& blocks, Seconds now) {
  std::vector<BlockId> sorted = blocks;
  std::sort(sorted.begin(), sorted.end());
  for (auto first = sorted.begin(); first != sorted.end();) {
    const PodInstance& pod = layout_->pod_of(*first);
    const BlockId beyond{pod.first_block.value + static_cast<std::uint32_t>(pod.blocks)};
    const auto next = std::lower_bound(first, sorted.end(), beyond);
    end_in_pod(pod, std::span(first, next), now);
    first = next;
  }
}

void BlockStays::end_in_pod(const PodInstance& pod, std::span<BlockId> blocks, Seconds now) {
  const auto key = [this](BlockId block) {
    const Hold& hold = holds_[block.value];
    return std::tuple(hold.begin, hold.owner, hold.slice);
  };
  std::stable_sort(blocks.begin(), blocks.end(), [&](BlockId a, BlockId b) { return key(a) < key(b); });
  for (auto first = blocks.begin(); first != blocks.end();) {
    const Hold hold = holds_[first->value];
    std::vector<std::uint32_t> places;
    for (const auto own = key(*first); first != blocks.end() && key(*first) == own; ++first) {
      places.push_back(first->value - pod.first_block.value);
    }
    if (hold.begin < now) {
      ended_.push_back({pod.id, hold.owner, hold.slice, hold.begin, now, block_ranges_text(places)});
    }
  }
  for (const BlockId block : blocks) holds_[block.value].owner = Inventory::kNobody;
}

void BlockStays::end_all(Seconds now) {
  std::vector<BlockId> held;
  for (std::uint32_t block = 0; block < holds_.size(); ++block) {
    if (holds_[block].owner != Inventory::kNobody) held.push_back(BlockId{block});
  }
  end(held, now);
}

std::vector<BlockStay> BlockStays::take_ended() { return std::exchange(ended_, {}); }

}  // namespace gigapod
