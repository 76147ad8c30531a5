#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// Requests per second that arrive over simulated time (0 is midnight UTC of a Monday).
class DemandCurve {
 public:
  static constexpr const char* kRegistryName = "demand";
  virtual ~DemandCurve() = default;
  /// Mean arrival rate at `time`, as a fraction of the scenario's peak rate on the first day: 0 and up, above 1
  /// with growth.
  [[nodiscard]] virtual double relative_rate(Seconds time) const = 0;
};

}  // namespace gigapod
