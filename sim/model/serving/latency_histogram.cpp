#include "sim/model/serving/latency_histogram.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kLeast = 1e-5;  ///< seconds
constexpr double kRatio = 1.02;
constexpr std::size_t kBins = 1400;  ///< up to 10^7 s

/// A share of the requests, and where on the normal distribution its middle lies.
struct Part {
  double share;
  double normal;
};
/// The quantiles that latencies are told at lie in the middle of a part.
constexpr std::array<Part, 12> kParts = {{{0.15, -1.439531},
                                          {0.15, -0.755415},
                                          {0.15, -0.318639},
                                          {0.1, 0.000000},
                                          {0.15, 0.318639},
                                          {0.1, 0.674490},
                                          {0.1, 1.036433},
                                          {0.04, 1.405072},
                                          {0.02, 1.644854},
                                          {0.025, 1.918876},
                                          {0.01, 2.326348},
                                          {0.005, 2.807034}}};

}  // namespace

LatencyHistogram::LatencyHistogram() : bins_(kBins) {}

void LatencyHistogram::add(const QuantileTimes& times, double requests) {
  for (const Part& part : kParts) {
    const double bin = std::round((log_latency(times, part.normal) - std::log(kLeast)) / std::log(kRatio));
    const auto index = static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(kBins - 1)));
    bins_[index] += part.share * requests;
  }
  requests_ += requests;
}

Seconds LatencyHistogram::quantile(double quantile) const {
  double below = 0.0;
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    below += bins_[i];
    if (below > 0.0 && below >= quantile * requests_ * (1.0 - 1e-9)) {
      return Seconds(kLeast * std::pow(kRatio, static_cast<double>(i)));
    }
  }
  return Seconds(0.0);
}

QuantileTimes LatencyHistogram::quantiles() const {
  QuantileTimes times;
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = quantile(kLatencyQuantiles[i]);
  return times;
}

}  // namespace gigapod
