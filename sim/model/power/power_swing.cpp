#include "sim/model/power/power_swing.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr Hertz kHighestShown{20.0};

std::vector<PowerSegment> times(std::vector<PowerSegment> segments, double chips) {
  for (PowerSegment& segment : segments) segment.power = segment.power * chips;
  return segments;
}

Watts peak_of(const std::vector<PowerSegment>& segments) {
  Watts peak;
  for (const PowerSegment& segment : segments) peak = max(peak, segment.power);
  return peak;
}

}  // namespace

PowerSwing power_swing(const SwingingJob& job, int jobs, const UtilityLimits& limits,
                       const SmoothingSpec& smoothing) {
  const double chips = job.chips * jobs;
  const std::vector<PowerSegment> load = times(job.step, chips);
  PowerSwing swing;
  swing.load = waveform(load, smoothing.edge);
  swing.measures = measures(swing.load);
  swing.spectrum = spectrum(swing.load, max(kHighestShown, limits.band_high));
  swing.checks = check_limits(grid_power(swing.load, limits), swing.measures.variance, limits);
  swing.start = power_change(job.idle * job.chips, swing.measures.mean / jobs, limits);
  swing.stop = power_change(swing.measures.mean / jobs, job.idle * job.chips, limits);

  const Watts floor = peak_of(load) * smoothing.floor;
  const std::vector<PowerSegment> burnt = with_floor(load, floor);
  swing.floor_energy = floor_energy_share(load, floor);
  const Joules stored = smoothing.storage_per_chip * chips;
  swing.storage_peak = peak_with_storage(burnt, stored);
  const Seconds supplies = window_of_storage(burnt, smoothing.edge, std::nullopt, stored);
  const Seconds window = window_of_storage(burnt, supplies, smoothing.battery_power, smoothing.battery_energy);
  swing.grid = waveform(burnt, window);
  swing.grid_measures = measures(swing.grid);
  swing.grid_checks = check_limits(grid_power(swing.grid, limits), swing.measures.variance, limits);

  swing.battery = smallest_battery(load, smoothing.edge, limits);
  if (const auto lowest = smallest_floor(load, smoothing.edge, limits)) {
    swing.floor = *lowest / chips;
    swing.floor_cost = floor_energy_share(load, *lowest);
  }
  return swing;
}

}  // namespace gigapod
