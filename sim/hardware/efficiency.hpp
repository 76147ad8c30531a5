#pragma once

#include <string>
#include <vector>

namespace gigapod {

/// Output over input of a converter at a load: its output over its nominal rating.
struct EfficiencyPoint {
  double load = 1.0;
  double efficiency = 1.0;
  bool operator==(const EfficiencyPoint&) const = default;
};

/// What a converter loses, as a fraction of its nominal rating, by load; straight between the points of its
/// efficiency. Without points it loses nothing. One point is one efficiency at every load; of more, the first two
/// give the loss without load, never below 0, and the last two the loss above the last.
class LossCurve {
 public:
  LossCurve() = default;
  /// Points without a fault.
  explicit LossCurve(const std::vector<EfficiencyPoint>& points);

  [[nodiscard]] double loss(double load) const;
  [[nodiscard]] bool is_lossless() const { return corners_.empty(); }
  bool operator==(const LossCurve&) const = default;

 private:
  struct Corner {
    double load = 0.0;
    double loss = 0.0;
    bool operator==(const Corner&) const = default;
  };
  std::vector<Corner> corners_;  ///< from load 0, at least two or none
};

/// What is wrong with the points of an efficiency: outside (0, 1], loads that do not rise, a loss that falls as the
/// load rises. Empty when nothing is.
[[nodiscard]] std::string efficiency_fault(const std::vector<EfficiencyPoint>& points);

}  // namespace gigapod
