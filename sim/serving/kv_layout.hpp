#pragma once

#include "sim/serving/serving_setup.hpp"

#include <algorithm>
#include <cstdint>

namespace gigapod {

/// The paged cache of a replica. It is counted in pages: one block of tokens in one layer, over all chips. A layer
/// that sees a window keeps no more than the window, in whole blocks.
struct KvLayout {
  std::int64_t capacity = 0;  ///< pages
  Bytes page;
  int block_tokens = 16;
  int global_layers = 1;  ///< that keep every token
  int local_layers = 0;   ///< that keep the window
  int window = 0;         ///< tokens, whole blocks; 0 without local layers
  int ticks = 1;          ///< parts of a token in which progress is counted
  int ticks_a_step = 1;   ///< of each sequence: `ticks`, but for speculation

  /// Tokens beyond its last that a sequence may have pages for: drafted in its last step.
  [[nodiscard]] std::int64_t overshoot() const { return (ticks_a_step + ticks - 2) / ticks; }

  [[nodiscard]] int layers() const { return global_layers + local_layers; }
  /// Pages of a sequence with that many tokens in the cache.
  [[nodiscard]] std::int64_t pages(std::int64_t tokens) const {
    const std::int64_t blocks = (tokens + block_tokens - 1) / block_tokens;
    return global_layers * blocks + local_layers * std::min<std::int64_t>(blocks, window / block_tokens);
  }
  bool operator==(const KvLayout&) const = default;
};

/// Cache that the replica's HBM has beside the weights.
[[nodiscard]] KvLayout kv_layout(const ReplicaSetup& setup);

}  // namespace gigapod
