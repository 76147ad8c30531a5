#include "sim/engine/what_if.hpp"

#include <algorithm>

namespace gigapod {

void WhatIf::free(const std::vector<BlockId>& blocks) {
  for (const BlockId block : blocks) {
    if (!site_->inventory().is_healthy(block)) continue;
    const PodInstance& pod = site_->pod_of(block);
    const auto view = std::find_if(views_.begin(), views_.end(), [&](const PodView& v) { return v.pod == pod.id; });
    if (view == views_.end()) continue;
    auto& flags = flags_.try_emplace(pod.id, view->is_free.begin(), view->is_free.end()).first->second;
    std::uint8_t& flag = flags[block.value - pod.first_block.value];
    if (flag == 0) ++view->free_count;
    flag = 1;
    view->is_free = flags;
  }
}

}  // namespace gigapod
