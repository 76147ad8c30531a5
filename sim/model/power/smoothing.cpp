// Floor: p' = max(p, floor). Storage that holds a peak L: charge s' = L - p while 0 < s < capacity; the least L is
// where the largest deficit of a period, starting full, is the capacity. Battery: the grid draws the moving average g
// of the load over a window, so |dp/dt| <= range / window and harmonic k falls by sin(x)/x, x = pi k window / period;
// the battery gives p - g. A ramp of a change D at limit R takes D / R and costs D^2 / (2 R).
//
// Assumes that the period is known and does not change (the average looks half a window ahead), and a battery without
// loss.

#include "sim/model/power/smoothing.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kWindowStep = 1.01;  ///< windows are found to 1%

double energy_of(std::span<const PowerSegment> segments) {
  double joules = 0.0;
  for (const PowerSegment& segment : segments) joules += (segment.duration * segment.power).value();
  return joules;
}

Seconds period_of(std::span<const PowerSegment> segments) {
  Seconds period;
  for (const PowerSegment& segment : segments) period += segment.duration;
  return period;
}

Watts largest_power(std::span<const PowerSegment> segments) {
  Watts largest;
  for (const PowerSegment& segment : segments) largest = max(largest, segment.power);
  return largest;
}

/// Largest deficit of a storage that holds the peak, over two periods from full: it recovers within one.
double deficit(std::span<const PowerSegment> segments, double peak) {
  double missing = 0.0;
  double most = 0.0;
  for (int period = 0; period < 2; ++period) {
    for (const PowerSegment& segment : segments) {
      missing = std::max(0.0, missing + segment.duration.value() * (segment.power.value() - peak));
      most = std::max(most, missing);
    }
  }
  return most;
}

/// The load as a battery beside it sees it: later by half of what the window exceeds the edge.
PowerWaveform delayed(PowerWaveform load, Seconds by) {
  for (PowerWaveform::Point& point : load.points) {
    point.time = Seconds(std::fmod((point.time + by).value(), load.period.value()));
  }
  std::sort(load.points.begin(), load.points.end(),
            [](const auto& left, const auto& right) { return left.time < right.time; });
  return load;
}

}  // namespace

std::vector<PowerSegment> with_floor(std::span<const PowerSegment> segments, Watts floor) {
  std::vector<PowerSegment> raised(segments.begin(), segments.end());
  for (PowerSegment& segment : raised) segment.power = max(segment.power, floor);
  return raised;
}

double floor_energy_share(std::span<const PowerSegment> segments, Watts floor) {
  return energy_of(with_floor(segments, floor)) / energy_of(segments) - 1.0;
}

std::optional<Watts> smallest_floor(std::span<const PowerSegment> segments, Seconds edge,
                                    const UtilityLimits& limits) {
  const double variance = measures(waveform(segments, edge)).variance;
  const auto holds = [&](double floor) {
    return meets(
        check_limits(grid_power(waveform(with_floor(segments, Watts(floor)), edge), limits), variance, limits));
  };
  double low = 0.0;
  double high = largest_power(segments).value();
  if (holds(low)) return Watts(0);
  if (!holds(high)) return std::nullopt;
  constexpr int kHalvings = 30;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (holds(middle) ? high : low) = middle;
  }
  return Watts(high);
}

Watts peak_with_storage(std::span<const PowerSegment> segments, Joules capacity) {
  double low = energy_of(segments) / period_of(segments).value();
  double high = largest_power(segments).value();
  constexpr int kHalvings = 60;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (deficit(segments, middle) <= capacity.value() ? high : low) = middle;
  }
  return Watts(high);
}

BatterySmoothing smoothed(std::span<const PowerSegment> segments, Seconds edge, Seconds window,
                          const UtilityLimits& limits) {
  const PowerWaveform load = waveform(segments, edge);
  BatterySmoothing result;
  result.window = window;
  result.grid = waveform(segments, window);
  result.checks = check_limits(grid_power(result.grid, limits), measures(load).variance, limits);
  if (window <= edge) return result;
  const WaveformMeasures battery = measures(difference(delayed(load, 0.5 * (window - edge)), result.grid));
  result.power = max(battery.largest, -battery.least);
  result.capacity = battery.stored;
  return result;
}

Seconds window_of_storage(std::span<const PowerSegment> segments, Seconds edge, std::optional<Watts> power,
                          Joules capacity) {
  if (capacity <= Joules(0) || (power && *power <= Watts(0))) return edge;
  const PowerWaveform load = waveform(segments, edge);
  const Seconds period = period_of(segments);
  const auto holds = [&](Seconds window) {
    const WaveformMeasures moved =
        measures(difference(delayed(load, 0.5 * (window - edge)), waveform(segments, window)));
    return moved.stored <= capacity && (!power || max(moved.largest, -moved.least) <= *power);
  };
  Seconds longest = edge;
  for (Seconds window = edge * kWindowStep; window < period; window *= kWindowStep) {
    if (!holds(window)) return longest;
    longest = window;
  }
  return holds(period) ? period : longest;
}

BatterySmoothing smallest_battery(std::span<const PowerSegment> segments, Seconds edge, const UtilityLimits& limits) {
  BatterySmoothing found = smoothed(segments, edge, edge, limits);
  if (meets(found.checks)) return found;
  const Seconds period = period_of(segments);
  const double variance = measures(waveform(segments, edge)).variance;
  for (Seconds window = edge * kWindowStep; window < period; window *= kWindowStep) {
    if (meets(check_limits(grid_power(waveform(segments, window), limits), variance, limits))) {
      return smoothed(segments, edge, window, limits);
    }
  }
  return smoothed(segments, edge, period, limits);
}

std::vector<PowerSegment> staggered(std::span<const PowerSegment> segments, int jobs) {
  const double period = period_of(segments).value();
  std::vector<std::pair<double, double>> changes;  // time, change of power
  double start_power = 0.0;
  for (int job = 0; job < jobs; ++job) {
    double time = period * job / jobs;
    double before = segments.back().power.value();
    double running_at_zero = before;
    for (const PowerSegment& segment : segments) {
      changes.emplace_back(std::fmod(time, period), segment.power.value() - before);
      before = segment.power.value();
      const double end = time + segment.duration.value();
      if (time < period && end >= period) running_at_zero = before;
      time = end;
    }
    start_power += running_at_zero;
  }
  std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<PowerSegment> sum;
  double power = start_power;
  double time = 0.0;
  for (const auto& [at, change] : changes) {
    if (at > time) sum.push_back({Seconds(at - time), Watts(power)});
    time = std::max(time, at);
    power += change;
  }
  if (period > time) sum.push_back({Seconds(period - time), Watts(power)});
  return sum;
}

PowerChange power_change(Watts before, Watts after, const UtilityLimits& limits) {
  PowerChange change;
  change.size = max(after - before, before - after);
  const WattsPerSecond limit = after > before ? limits.ramp_up : limits.ramp_down;
  if (limit > WattsPerSecond(0)) {
    change.shortest = change.size / limit;
    change.energy = 0.5 * change.size * change.shortest;
  }
  return change;
}

}  // namespace gigapod
