#pragma once

#include "sim/serving/serving_outcome.hpp"

#include <vector>

namespace gigapod {

/// Samples of one latency, in seconds.
class LatencySamples {
 public:
  void reserve(std::size_t count) { samples_.reserve(count); }
  void add(double seconds) { samples_.push_back(seconds); }
  /// Reorders the samples.
  [[nodiscard]] LatencySummary summary();

 private:
  std::vector<double> samples_;
};

}  // namespace gigapod
