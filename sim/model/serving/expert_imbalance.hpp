#pragma once

#include "sim/model/transformer.hpp"

#include <vector>

namespace gigapod {

/// How unevenly tokens choose routed experts that are spread over the chips of a replica, whole.
class ExpertImbalance {
 public:
  /// `skew`: exponent of Zipf's law of the experts' popularity; 0: all alike, uneven by chance only.
  ExpertImbalance(const TransformerSpec& model, double chips, double skew);
  /// Tokens of the busiest chip over the mean, for a step of that many rows (at least 1).
  [[nodiscard]] double factor(double rows) const;

 private:
  double chosen_ = 0.0;         // experts that a token chooses
  std::vector<double> shares_;  // of all choices, by chip, the largest first
};

}  // namespace gigapod
