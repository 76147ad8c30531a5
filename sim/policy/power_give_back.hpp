#pragma once

#include "sim/policy/power_cap.hpp"

namespace gigapod {

/// Has the policy lower decisions until the budget holds, then gives back what fits beside the work it stopped:
/// stopped work goes on and drained replicas serve, highest priority first; then clocks, as the policy lowers them
/// without stopping more. Raises nothing above what it was given. A few sorts of the loads and two choices of the
/// policy.
void choose_and_give_back(const PowerCapPolicy& policy, Watts budget, std::span<const CappedLoad> loads,
                          std::span<PowerDecision> decisions);

}  // namespace gigapod
