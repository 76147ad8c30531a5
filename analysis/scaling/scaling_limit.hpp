#pragma once

#include "analysis/plan/plan_search.hpp"
#include "analysis/scaling/scaling.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Loss of useful tokens per chip from which its cause counts as a limit.
inline constexpr double kLimitLoss = 0.1;

/// What the limits of one size are judged by, beside the point itself.
struct LimitEvidence {
  Watts envelope;  ///< provisioned power that the site accepts, at the meter
  Bytes hbm_capacity;
  const PlanSearchResult* search = nullptr;  ///< of this point; nullptr: what more memory brings is not known
  /// Of the same machine with as many sequences per chip as the weak curve has; nullptr on the weak curve.
  const PlanSearchResult* search_of_weak_curve = nullptr;
  /// Of the sizes up to this one on the curve, the one of the most useful tokens per chip; nullptr when none runs.
  const ScalePoint* best_size = nullptr;
};

/// Every limit met at the point: those that forbid it (power, memory, batch) first, then the causes that, compared
/// with the best size, cost at least `kLimitLoss` of its useful tokens per chip together, the largest first.
[[nodiscard]] std::vector<MetLimit> limits_met(const ScalePoint& point, const LimitEvidence& evidence);

/// The cause that took most useful tokens per chip since the best size; nothing at that size itself.
[[nodiscard]] std::optional<MetLimit> growing_loss(const ScalePoint& point, const ScalePoint& best);

/// The rules above for people, a line each.
[[nodiscard]] std::string limit_rules_text();

}  // namespace gigapod
