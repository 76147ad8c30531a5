#pragma once

#include "analysis/plan/plan_answer.hpp"

#include <vector>

namespace gigapod {

/// Why no plan is found and what is nearest: no slices of the sizes asked for, too few sequences, too little memory,
/// or, for each limit of the query, the run that misses it by the least within the others.
[[nodiscard]] std::vector<PlanShortfall> plan_shortfalls(const PlanAnswer& answer,
                                                         const std::vector<PlanAllocation>& allocations,
                                                         const std::vector<BlockResult>& blocks);

}  // namespace gigapod
