#pragma once

#include "analysis/plan/plan_answer.hpp"

#include <vector>

namespace gigapod {

/// What the winner's objective gains with twice of each thing of the machine, planned anew on its slices, and without
/// each limit of the query; machine first, the most first. The machine's only of a complete search.
[[nodiscard]] std::vector<PlanGain> plan_gains(const PlanAnswer& answer, int jobs, SearchControl& control);

}  // namespace gigapod
