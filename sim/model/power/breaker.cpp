// trip   t(M) = D (A / (M^2 - 1) + B)   for M > 1,      reset  t(M) = D R / (1 - M^2)   for M < 1,
// travel' = 1 / t_trip(M) or -1 / t_reset(M), tripped when it reaches 1,      M = power / (rating x pickup)
//
// Very inverse: A = 19.61, B = 0.491, R = 21.6: IEEE Std C37.112-1996, Table 1 (A and B also in ABB's REX610
// technical manual, ANSI very inverse). D is the time dial. The travel of the disk under changing current is the
// integral of the same standard. Assumes constant voltage, so that power stands for current, and that time at M = 1
// moves nothing. Range: overloads of seconds to hours; short circuits only as `instantaneous`.
#include "sim/model/power/breaker.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr double kTrip = 19.61;
constexpr double kLeast = 0.491;
constexpr double kReset = 21.6;

}  // namespace

FieldList<BreakerSpec> breaker_fields() {
  FieldList<BreakerSpec> list;
  list.number("pickup", &BreakerSpec::pickup, {1.0, 3.0}, "Power over the rating from which it counts an overload.");
  list.number("time_dial", &BreakerSpec::time_dial, {0.1, 30.0}, "Scales all times of the trip curve.");
  list.number("instantaneous", &BreakerSpec::instantaneous, {1.1, 100.0},
              "Power over the rating from which it trips at once.");
  return list;
}

std::optional<Seconds> trip_time(const BreakerSpec& breaker, double overload) {
  if (overload >= breaker.instantaneous) return Seconds(0.0);
  const double multiple = overload / breaker.pickup;
  if (multiple <= 1.0) return std::nullopt;
  return Seconds(breaker.time_dial * (kTrip / (multiple * multiple - 1.0) + kLeast));
}

std::optional<Seconds> reset_time(const BreakerSpec& breaker, double overload) {
  const double multiple = overload / breaker.pickup;
  if (multiple >= 1.0) return std::nullopt;
  return Seconds(breaker.time_dial * kReset / (1.0 - multiple * multiple));
}

bool BreakerState::advance(double overload, Seconds duration) {
  if (has_tripped()) return true;
  if (const auto trip = trip_time(breaker_, overload)) {
    travel_ = *trip > Seconds(0.0) ? std::min(1.0, travel_ + duration / *trip) : 1.0;
  } else if (const auto reset = reset_time(breaker_, overload)) {
    travel_ = std::max(0.0, travel_ - duration / *reset);
  }
  return has_tripped();
}

std::optional<Seconds> BreakerState::time_to_trip(double overload) const {
  if (has_tripped()) return Seconds(0.0);
  const auto trip = trip_time(breaker_, overload);
  if (!trip) return std::nullopt;
  return *trip * (1.0 - travel_);
}

}  // namespace gigapod
