#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <optional>

namespace gigapod {

/// An inverse-time breaker: the larger the overload, the sooner it trips.
struct BreakerSpec {
  double pickup = 1.05;        ///< power over the rating from which it counts an overload
  double time_dial = 5.0;      ///< scales all times
  double instantaneous = 8.0;  ///< power over the rating from which it trips at once
  bool operator==(const BreakerSpec&) const = default;
};
[[nodiscard]] FieldList<BreakerSpec> breaker_fields();

/// Time until a breaker at rest trips under `overload`, constant power over rating; nothing when it never does.
[[nodiscard]] std::optional<Seconds> trip_time(const BreakerSpec& breaker, double overload);
/// Time until a breaker about to trip is at rest again under `overload`; nothing when it never is.
[[nodiscard]] std::optional<Seconds> reset_time(const BreakerSpec& breaker, double overload);

/// A breaker under changing load: an overload brings it nearer to its trip, a load under the pickup brings it back.
class BreakerState {
 public:
  explicit BreakerState(const BreakerSpec& breaker) : breaker_(breaker) {}

  /// Lives through `duration` at a constant overload; true when it has tripped.
  bool advance(double overload, Seconds duration);
  /// Time until it trips if the overload stays; nothing when it never does, 0 when it has.
  [[nodiscard]] std::optional<Seconds> time_to_trip(double overload) const;
  /// 0 at rest, 1 tripped.
  [[nodiscard]] double travel() const { return travel_; }
  [[nodiscard]] bool has_tripped() const { return travel_ >= 1.0; }
  /// Closes it again, cold.
  void close() { travel_ = 0.0; }

 private:
  BreakerSpec breaker_;
  double travel_ = 0.0;
};

}  // namespace gigapod
