#include "sim/cluster/inventory.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {

Inventory::Inventory(const SiteLayout& layout) : layout_(&layout) {
  const auto blocks = static_cast<std::size_t>(layout.blocks);
  owner_.assign(blocks, kNobody);
  faults_.assign(blocks, 0);
  down_chips_.assign(blocks, 0);
  is_spare_.assign(blocks, 0);
  is_free_.assign(blocks, 1);
  pod_of_block_.resize(blocks);
  for (const PodInstance& pod : layout.pods) {
    free_count_.push_back(pod.blocks);
    std::fill_n(pod_of_block_.begin() + pod.first_block.value, pod.blocks, pod.id.value);
  }
}

void Inventory::take(const std::vector<BlockId>& blocks, std::int32_t owner) {
  for (const BlockId block : blocks) {
    GIGAPOD_CHECK(is_free_[block.value] == 1, "only free, healthy blocks are given out");
    owner_[block.value] = owner;
    is_free_[block.value] = 0;
    --free_count_[pod_of_block_[block.value]];
  }
}

void Inventory::give_back(const std::vector<BlockId>& blocks) {
  for (const BlockId block : blocks) {
    GIGAPOD_CHECK(owner_[block.value] != kNobody, "only a held block is given back");
    owner_[block.value] = kNobody;
    set_free(block);
  }
}

void Inventory::add_fault(BlockId block, int chips) {
  GIGAPOD_CHECK(owner_[block.value] == kNobody, "a faulty block is taken from its holder first");
  if (is_free_[block.value] == 1) {
    is_free_[block.value] = 0;
    --free_count_[pod_of_block_[block.value]];
  }
  ++faults_[block.value];
  down_chips_[block.value] = static_cast<std::uint16_t>(down_chips_[block.value] + chips);
}

void Inventory::repair_fault(BlockId block, int chips) {
  GIGAPOD_CHECK(faults_[block.value] > 0, "only a fault is repaired");
  --faults_[block.value];
  down_chips_[block.value] = static_cast<std::uint16_t>(down_chips_[block.value] - chips);
  set_free(block);
}

void Inventory::set_spare(BlockId block, bool is_spare) {
  GIGAPOD_CHECK(owner_[block.value] == kNobody, "only a block that nobody holds is a spare");
  if (is_spare && is_free_[block.value] == 1) {
    is_free_[block.value] = 0;
    --free_count_[pod_of_block_[block.value]];
  }
  is_spare_[block.value] = is_spare ? 1 : 0;
  set_free(block);
}

int Inventory::down_chips(BlockId block) const {
  return std::min<int>(down_chips_[block.value], chips_per_block(*layout_->pods[pod_of_block_[block.value]].spec));
}

void Inventory::set_free(BlockId block) {
  const bool is_kept = faults_[block.value] > 0 || owner_[block.value] != kNobody || is_spare(block);
  if (is_kept || is_free_[block.value] == 1) return;
  is_free_[block.value] = 1;
  ++free_count_[pod_of_block_[block.value]];
}

std::span<const std::uint8_t> Inventory::free_flags(PodId pod) const {
  const PodInstance& instance = layout_->pods[pod.value];
  return {is_free_.data() + instance.first_block.value, static_cast<std::size_t>(instance.blocks)};
}

}  // namespace gigapod
