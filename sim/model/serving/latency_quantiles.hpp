#pragma once

#include "sim/base/quantity.hpp"

#include <array>

namespace gigapod {

/// Quantiles that latencies are told at, and where they lie on the normal distribution.
inline constexpr std::array<double, 3> kLatencyQuantiles = {0.50, 0.95, 0.99};
inline constexpr std::array<double, 3> kNormalQuantiles = {0.0, 1.644854, 2.326348};
inline constexpr std::array<const char*, 3> kLatencyQuantileNames = {"p50", "p95", "p99"};
using QuantileTimes = std::array<Seconds, kLatencyQuantiles.size()>;

/// The latency of which requests have to hold a target.
enum class Percentile {
  kMean,
  kP50,
  kP95,
  kP99
};
inline constexpr std::array<const char*, 4> kPercentileNames = {"mean", "p50", "p95", "p99"};

/// Natural logarithm of the latency, in seconds, at a normal quantile: straight between the three and beyond them.
[[nodiscard]] double log_latency(const QuantileTimes& times, double normal);

/// Share of requests whose latency is at most `target`, read from the same line.
[[nodiscard]] double share_within(const QuantileTimes& times, Seconds target);

}  // namespace gigapod
