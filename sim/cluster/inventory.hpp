#pragma once

#include "sim/base/ids.hpp"
#include "sim/fabric/site_layout.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace gigapod {

/// Which workload holds each block and which blocks are faulty, in flat arrays over the site.
class Inventory {
 public:
  static constexpr std::int32_t kNobody = -1;

  explicit Inventory(const SiteLayout& layout);

  /// Gives free, healthy blocks to a workload.
  void take(const std::vector<BlockId>& blocks, std::int32_t owner);
  /// Takes blocks back from whoever holds them.
  void give_back(const std::vector<BlockId>& blocks);
  /// A fault makes the block unusable; `chips` of it are down (0 for a cable). The block must not be held.
  void add_fault(BlockId block, int chips);
  /// Undoes one `add_fault` with the same number of chips.
  void repair_fault(BlockId block, int chips);

  /// Keeps a block that nobody holds from being given out, or lets it go.
  void set_spare(BlockId block, bool is_spare);

  [[nodiscard]] bool is_spare(BlockId block) const { return is_spare_[block.value] != 0; }
  [[nodiscard]] std::int32_t owner(BlockId block) const { return owner_[block.value]; }
  [[nodiscard]] bool is_healthy(BlockId block) const { return faults_[block.value] == 0; }
  [[nodiscard]] int down_chips(BlockId block) const;
  [[nodiscard]] int free_blocks(PodId pod) const { return free_count_[pod.value]; }

  /// 1 for each free, healthy block of a pod; stays valid and current while the inventory lives.
  [[nodiscard]] std::span<const std::uint8_t> free_flags(PodId pod) const;
  [[nodiscard]] PodId pod_of(BlockId block) const { return PodId{pod_of_block_[block.value]}; }

 private:
  void set_free(BlockId block);

  const SiteLayout* layout_;
  std::vector<std::int32_t> owner_;
  std::vector<std::uint16_t> faults_;
  std::vector<std::uint16_t> down_chips_;  ///< summed over faults, may count a host twice
  std::vector<std::uint8_t> is_spare_;
  std::vector<std::uint8_t> is_free_;
  std::vector<int> free_count_;  ///< by pod
  std::vector<std::uint32_t> pod_of_block_;
};

}  // namespace gigapod
