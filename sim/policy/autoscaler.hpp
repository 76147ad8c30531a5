#pragma once

#include "sim/base/quantity.hpp"

#include <span>

namespace gigapod {

/// Mean demand over a past interval.
struct DemandSample {
  Seconds begin;
  Seconds end;
  double requests_per_second = 0.0;
};

/// What an autoscaler knows when it looks: nothing of the future.
struct AutoscalerView {
  Seconds now;
  Seconds interval;                       ///< until it looks again
  Seconds load_time;                      ///< until a replica asked for now serves
  double replicas = 0.0;                  ///< that serve or load
  double capacity_per_replica = 0.0;      ///< requests per second within the targets, above 0
  double target_utilization = 0.8;        ///< of the capacity that is planned with, above 0
  double queued = 0.0;                    ///< requests that wait
  std::span<const DemandSample> history;  ///< oldest first, at least one; the last one ends now

  /// Demand since the last look.
  [[nodiscard]] double demand() const { return history.back().requests_per_second; }
  /// Replicas that serve so many requests per second at the target utilization.
  [[nodiscard]] double replicas_for(double requests_per_second) const {
    return requests_per_second / (capacity_per_replica * target_utilization);
  }
};

/// Decides how many replicas there should be. Pure; the caller rounds up and keeps its own bounds.
class Autoscaler {
 public:
  static constexpr const char* kRegistryName = "autoscaler";
  virtual ~Autoscaler() = default;
  /// Replicas wanted, 0 and up, not rounded.
  [[nodiscard]] virtual double wanted_replicas(const AutoscalerView& view) const = 0;
};

}  // namespace gigapod
