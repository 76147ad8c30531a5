#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/model/power/draw_distribution.hpp"

#include <cstdint>
#include <span>

namespace gigapod {

/// An overload and how long a breaker at rest bears it.
struct TripPoint {
  double overload = 1.0;  ///< draw over rating
  Seconds time;
};

/// What stands under a rating.
struct FitSite {
  PodSpec pod;
  ChipSpec chip;
  Watts rating;  ///< at the meter
  double pue = 1.0;
};

/// Chips that a rating carries with every chip at its peak, their hosts and their pods' network included.
[[nodiscard]] std::int64_t chips_by_nameplate(const FitSite& site, double oversubscription);

/// What jobs of one kind draw together at a site.
struct SiteDraw {
  int jobs = 0;
  std::int64_t chips = 0;
  Watts mean;
  Watts deviation;
  Watts rarely_exceeded;      ///< by 1 moment in 1,000
  double above_rating = 0.0;  ///< share of time in which the chips must be capped
  double trips = 0.0;         ///< probability at a moment that an uncapped breaker would trip: of the worst overload
};

/// The draw of `jobs` jobs like `job`, at the meter.
[[nodiscard]] SiteDraw site_draw(const FitSite& site, const JobPower& job, int jobs,
                                 std::span<const TripPoint> trips);

/// The most jobs like `job` whose draw is above the rating at most `accepted` of the time.
[[nodiscard]] int jobs_by_draw(const FitSite& site, const JobPower& job, double accepted);

}  // namespace gigapod
