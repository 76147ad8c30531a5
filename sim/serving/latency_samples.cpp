#include "sim/serving/latency_samples.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gigapod {

LatencySummary LatencySamples::summary() {
  LatencySummary result;
  if (samples_.empty()) return result;
  const auto count = static_cast<double>(samples_.size());
  result.mean = Seconds(std::accumulate(samples_.begin(), samples_.end(), 0.0) / count);
  auto from = samples_.begin();
  const auto percentile = [&](double share) {
    const auto at = samples_.begin() + static_cast<std::ptrdiff_t>(std::ceil(share * count)) - 1;
    if (at < from) return *at;
    std::nth_element(from, at, samples_.end());
    from = at;
    return *at;
  };
  result.p50 = Seconds(percentile(0.50));
  result.p95 = Seconds(percentile(0.95));
  result.p99 = Seconds(percentile(0.99));
  result.longest = Seconds(*std::max_element(from, samples_.end()));
  return result;
}

}  // namespace gigapod
