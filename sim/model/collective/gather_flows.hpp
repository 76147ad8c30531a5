#pragma once

#include "sim/model/collective/flow_schedule.hpp"
#include "sim/model/collective/gather_plan.hpp"

namespace gigapod {

/// Neighbour transfers of an all-gather in rings and lines, every step of every chip.
[[nodiscard]] FlowGraph all_gather_flows(const SliceLinks& links, const FlowSettings& settings);

}  // namespace gigapod
