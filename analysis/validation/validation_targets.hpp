#pragma once

#include "analysis/validation/validation.hpp"

namespace gigapod {

/// A figure of merit beside what it has to reach.
struct AccuracyTarget {
  std::string what;
  double reached = 0.0;
  double target = 0.0;
  std::string unit;       ///< `%` or `points`
  bool is_least = false;  ///< `reached` must be at least the target, else at most
  [[nodiscard]] bool is_met() const { return is_least ? reached >= target : reached <= target; }
};

/// Every target that the rows let one check, in the order of docs/validation.md.
[[nodiscard]] std::vector<AccuracyTarget> accuracy_targets(const std::vector<ValidationRow>& rows);

/// `5.8%`, `at most 6%`.
[[nodiscard]] std::string reached_text(const AccuracyTarget& target);
[[nodiscard]] std::string wanted_text(const AccuracyTarget& target);

}  // namespace gigapod
