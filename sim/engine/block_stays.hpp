#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/site_layout.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Blocks of one pod that somebody held from one time to another.
struct BlockStay {
  PodId pod;
  std::int32_t owner = 0;
  std::uint32_t slice = 0;
  Seconds begin;
  Seconds end;
  std::string blocks;  ///< block_ranges_text
};

/// Since when each block is with its owner, and as what slice. A stay is put together when it ends: blocks of a pod
/// that one owner took for one slice at one time and gave back at one time are one stay.
class BlockStays {
 public:
  static constexpr std::int32_t kSpare = -2;  ///< owner of the blocks that are kept as spares

  explicit BlockStays(const SiteLayout& layout);

  void begin(const std::vector<BlockId>& blocks, std::int32_t owner, Seconds now);
  void end(const std::vector<BlockId>& blocks, Seconds now);
  /// Ends every stay.
  void end_all(Seconds now);
  /// Number of the slice that blocks taken at this time belong to, from 1; without a call: 0.
  void set_slice(const std::vector<BlockId>& blocks, std::uint32_t slice);
  /// Of the block's owner, or of its last one.
  [[nodiscard]] std::uint32_t slice(BlockId block) const { return holds_[block.value].slice; }
  /// Stays that have ended since the last call, in the order they ended.
  [[nodiscard]] std::vector<BlockStay> take_ended();

 private:
  struct Hold {
    std::int32_t owner;
    std::uint32_t slice;
    Seconds begin;
  };
  void end_in_pod(const PodInstance& pod, std::span<BlockId> blocks, Seconds now);

  const SiteLayout* layout_;
  std::vector<Hold> holds_;  ///< by block
  std::vector<BlockStay> ended_;
};

}  // namespace gigapod
