#pragma once

#include "sim/fabric/slice.hpp"
#include "sim/policy/placement.hpp"

#include <cstdint>
#include <vector>

namespace gigapod::test {

/// Pods of one type with free blocks that a test sets.
class Pods {
 public:
  Pods(PodSpec spec, int count)
      : spec_(std::move(spec)), is_free_(static_cast<std::size_t>(count * blocks_per_pod(spec_)), 1) {}

  [[nodiscard]] const PodSpec& spec() const { return spec_; }
  [[nodiscard]] int blocks() const { return static_cast<int>(is_free_.size()); }
  [[nodiscard]] bool is_free(BlockId block) const { return is_free_[block.value] != 0; }
  void set_free(int block, bool is_free) { is_free_[static_cast<std::size_t>(block)] = is_free ? 1 : 0; }
  /// Leaves the first `count` blocks of a pod free.
  void leave_free(int pod, int count) {
    const int per_pod = blocks_per_pod(spec_);
    for (int i = 0; i < per_pod; ++i) set_free(pod * per_pod + i, i < count);
  }
  void take(const Placement& placement) {
    for (const auto& slice : placement.slices) {
      for (const BlockId block : slice) set_free(static_cast<int>(block.value), false);
    }
  }
  [[nodiscard]] int pod_of(BlockId block) const { return static_cast<int>(block.value) / blocks_per_pod(spec_); }

  [[nodiscard]] std::vector<PodView> views() const {
    const auto per_pod = static_cast<std::size_t>(blocks_per_pod(spec_));
    std::vector<PodView> views;
    for (std::size_t first = 0; first < is_free_.size(); first += per_pod) {
      PodView view;
      view.pod = PodId{static_cast<std::uint32_t>(first / per_pod)};
      view.spec = &spec_;
      view.first_block = BlockId{static_cast<std::uint32_t>(first)};
      view.is_free = std::span(is_free_).subspan(first, per_pod);
      for (const std::uint8_t free : view.is_free) view.free_count += free;
      views.push_back(view);
    }
    return views;
  }

 private:
  PodSpec spec_;
  std::vector<std::uint8_t> is_free_;
};

}  // namespace gigapod::test
