#pragma once

#include "sim/model/serving/latency_quantiles.hpp"

#include <vector>

namespace gigapod {

/// Latencies of many requests under changing load, kept in bins of 2%.
class LatencyHistogram {
 public:
  LatencyHistogram();

  /// `requests` whose latency has these quantiles; between and beyond them its logarithm follows the normal
  /// quantiles.
  void add(const QuantileTimes& times, double requests);
  /// The latency that a share `quantile` of the requests stays within; 0 without requests.
  [[nodiscard]] Seconds quantile(double quantile) const;
  [[nodiscard]] QuantileTimes quantiles() const;

 private:
  std::vector<double> bins_;
  double requests_ = 0.0;
};

}  // namespace gigapod
