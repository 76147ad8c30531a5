#pragma once

#include "sim/serving/request.hpp"

#include <cstddef>

namespace gigapod {

/// How token counts are spread.
struct LengthSummary {
  double mean = 0.0;
  double p50 = 0.0;
  double p90 = 0.0;
  double p99 = 0.0;
  double most = 0.0;
};

/// A stream of requests in numbers, as published traces are described.
struct RequestSummary {
  std::size_t requests = 0;
  Seconds duration;                ///< from the first to the last arrival
  Hertz rate;                      ///< mean; 0 with fewer than two requests
  double fano_per_minute = 0.0;    ///< variance over mean of the requests of whole minutes; 1: Poisson
  double arrival_variation = 0.0;  ///< standard deviation over mean of the gaps; 1: Poisson
  LengthSummary prompt;
  LengthSummary output;
  double shared_prefix_share = 0.0;  ///< prompt tokens in blocks that an earlier prompt had
};

[[nodiscard]] RequestSummary request_summary(const RequestTrace& trace);

}  // namespace gigapod
