#pragma once

#include "sim/policy/placement.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gigapod {

/// Whether the pods have blocks enough for every slice of the request, counted pod by pod; where it is true, the
/// request may still not fit. Costs no copy of the pods.
[[nodiscard]] bool has_blocks_for(const PlacementRequest& request, std::span<const PodView> pods);

/// The free blocks of one pod while a placement is being made.
class PodSpace {
 public:
  explicit PodSpace(const PodView& view);

  [[nodiscard]] PodId pod() const { return pod_; }
  [[nodiscard]] int free_count() const { return free_count_; }
  [[nodiscard]] bool is_free(int block) const { return flags()[static_cast<std::size_t>(block)] != 0; }
  [[nodiscard]] const PodSpec& spec() const { return *spec_; }
  [[nodiscard]] bool is_contiguous() const;

  /// The blocks of a slice that leaves the least broken space: the lowest free blocks where any blocks will do,
  /// else the box with the fewest free neighbours. Nothing when it does not fit.
  [[nodiscard]] std::optional<std::vector<int>> find_packed(const Shape& slice) const;
  /// The blocks of a slice spread evenly over the free blocks, and so over rows and racks; a contiguous pod has only
  /// boxes, and gets the one with the most free neighbours.
  [[nodiscard]] std::optional<std::vector<int>> find_spread(const Shape& slice) const;

  void take(const std::vector<int>& blocks);
  [[nodiscard]] std::vector<BlockId> ids(const std::vector<int>& blocks) const;

 private:
  [[nodiscard]] std::span<const std::uint8_t> flags() const { return own_.empty() ? view_ : std::span(own_); }
  [[nodiscard]] std::optional<std::vector<int>> find_box(const Shape& slice, bool prefers_free_neighbours) const;
  [[nodiscard]] std::vector<int> free_blocks() const;

  PodId pod_;
  const PodSpec* spec_;
  BlockId first_block_;
  std::span<const std::uint8_t> view_;
  std::vector<std::uint8_t> own_;  ///< copied from the view when the first blocks are taken
  int free_count_ = 0;
};

}  // namespace gigapod
