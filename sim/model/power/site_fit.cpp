// n_nameplate = (1 + oversubscription) rating / (PUE P_pod / chips),  P_pod with every chip at its peak
// n_draw      = most jobs with P(PUE (sum of draws + network) > rating) <= accepted
//
// Draws of jobs are independent (draw_distribution.cpp). A breaker that bears an overload r for t(r) trips when the
// mean over t(r) is above r times its rating; the probability is that of the worst r. Assumes cooling and conversion
// in proportion to the draw, and a network that draws the same at any load.

#include "sim/model/power/site_fit.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr Seconds kMoment{0.01};
constexpr double kRarely = 1e-3;

/// Switches and optics of the pods that the chips fill, whole or in part.
Watts network_power(const FitSite& site, double chips) {
  const Watts of_pod = site.pod.ocs_power * site.pod.ocs_count + site.pod.network_power;
  return of_pod * (chips / site.pod.shape.chips());
}

DrawDistribution draw_over(const FitSite& site, const JobPower& job, int jobs, Seconds window) {
  JobPower many = job;
  many.jobs = jobs;
  return draw_distribution({&many, 1}, network_power(site, job.chips * jobs), window);
}

double above(const FitSite& site, const JobPower& job, int jobs) {
  return draw_over(site, job, jobs, kMoment).above(site.rating / site.pue);
}

}  // namespace

std::int64_t chips_by_nameplate(const FitSite& site, double oversubscription) {
  const Watts of_chip = provisioned_power(site.pod, site.chip) / site.pod.shape.chips() * site.pue;
  return static_cast<std::int64_t>(std::floor(site.rating * (1.0 + oversubscription) / of_chip));
}

SiteDraw site_draw(const FitSite& site, const JobPower& job, int jobs, std::span<const TripPoint> trips) {
  SiteDraw draw;
  draw.jobs = jobs;
  draw.chips = static_cast<std::int64_t>(job.chips * jobs);
  if (jobs == 0) return draw;
  const DrawDistribution now = draw_over(site, job, jobs, kMoment);
  draw.mean = now.mean() * site.pue;
  draw.deviation = now.deviation() * site.pue;
  draw.rarely_exceeded = now.exceeded_with(kRarely) * site.pue;
  draw.above_rating = now.above(site.rating / site.pue);
  for (const TripPoint& trip : trips) {
    const DrawDistribution mean = draw_over(site, job, jobs, max(kMoment, trip.time));
    draw.trips = std::max(draw.trips, mean.above(site.rating * trip.overload / site.pue));
  }
  return draw;
}

int jobs_by_draw(const FitSite& site, const JobPower& job, double accepted) {
  int low = 0;
  int high = 1;
  while (above(site, job, high) <= accepted) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    (above(site, job, middle) <= accepted ? low : high) = middle;
  }
  return low;
}

}  // namespace gigapod
