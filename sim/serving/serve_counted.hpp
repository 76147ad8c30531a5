#pragma once

#include "sim/serving/request.hpp"
#include "sim/serving/serving_outcome.hpp"
#include "sim/serving/serving_setup.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {

/// The part of a run that the use of replicas is counted over: without its ends, the steady state of a short one.
struct CountedTime {
  Seconds begin;
  Seconds end{std::numeric_limits<double>::infinity()};
  /// How much of a time is in it.
  [[nodiscard]] Seconds within(Seconds from, Seconds to) const {
    return std::max(Seconds(0.0), std::min(to, end) - std::max(from, begin));
  }
};

/// serve(), with the outcome's seconds, energy, mean replicas and mean use of the cache of the counted time only.
/// Requests, tokens, latencies and steps are of the whole run.
[[nodiscard]] ServingOutcome serve_counted(const RequestTrace& trace, const ServingSetup& setup,
                                           const CountedTime& counted);

}  // namespace gigapod
