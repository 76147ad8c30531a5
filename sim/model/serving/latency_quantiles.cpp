// A latency of which three quantiles are known: its logarithm is straight over the normal quantile from the first to
// the second and from there on, each line going on beyond its end. Exact for a lognormal latency.

#include "sim/model/serving/latency_quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

constexpr double kLeast = 1e-9;  ///< seconds; keeps logarithms finite

double log_of(Seconds time) { return std::log(std::max(kLeast, time.value())); }

}  // namespace

double log_latency(const QuantileTimes& times, double normal) {
  const std::size_t i = normal <= kNormalQuantiles[1] ? 0 : 1;
  const double low = log_of(times[i]);
  const double slope = (log_of(times[i + 1]) - low) / (kNormalQuantiles[i + 1] - kNormalQuantiles[i]);
  return low + slope * (normal - kNormalQuantiles[i]);
}

double share_within(const QuantileTimes& times, Seconds target) {
  const double wanted = log_of(target);
  const std::size_t i = target <= times[1] ? 0 : 1;
  const double low = log_of(times[i]);
  const double rise = log_of(times[i + 1]) - low;
  if (rise <= 0.0) return wanted < low ? 0.0 : 1.0;
  const double normal = kNormalQuantiles[i] + (wanted - low) / rise * (kNormalQuantiles[i + 1] - kNormalQuantiles[i]);
  return 0.5 * std::erfc(-normal / std::numbers::sqrt2);
}

}  // namespace gigapod
