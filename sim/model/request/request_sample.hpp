#pragma once

#include "sim/model/arrival/rate_series_arrivals.hpp"
#include "sim/model/request/length_curve.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// A published stream of requests, as far as it is shipped with the program (sim/model/request/samples).
struct RequestSample {
  std::string name;
  std::string sentence;
  RateSeries rates;
  double variation = 1.0;  ///< of the gaps where the rate is constant
  LengthCurve prompt;      ///< empty when the lengths are not published
  LengthCurve output;
};

/// Names of all samples, and of those with lengths.
[[nodiscard]] std::vector<std::string> request_sample_names();
[[nodiscard]] std::vector<std::string> length_sample_names();

/// The sample of that name, which must exist.
[[nodiscard]] RequestSample request_sample(const std::string& name);

}  // namespace gigapod
