#pragma once

#include "sim/base/quantity.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// A time at one power.
struct PowerSegment {
  Seconds duration;
  Watts power;
  bool operator==(const PowerSegment&) const = default;
};

/// A power that repeats: straight lines between points by ascending time, the last joined to the first of the next
/// period.
struct PowerWaveform {
  struct Point {
    Seconds time;  ///< 0 to less than the period
    Watts power;
  };
  Seconds period;
  std::vector<Point> points;  ///< at least one
};

/// One period of segments in a row, each change spread over `edge`: the moving average over `edge`, exactly. An edge
/// of a period or more leaves the mean.
[[nodiscard]] PowerWaveform waveform(std::span<const PowerSegment> segments, Seconds edge);

/// Power at a time, any number of periods from 0.
[[nodiscard]] Watts power_at(const PowerWaveform& waveform, Seconds time);

/// Measures of one period. Energies are those of a storage that would leave the grid the mean.
struct WaveformMeasures {
  Watts mean;
  Watts least;
  Watts largest;
  WattsPerSecond ramp_up;    ///< steepest rise, 0 or more
  WattsPerSecond ramp_down;  ///< steepest fall, 0 or more
  double variance = 0.0;     ///< mean square deviation from the mean, W^2
  Joules moved;              ///< above the mean, and so below it, in one period
  Joules stored;             ///< largest less least charge of a storage that evens it out
  [[nodiscard]] Watts range() const { return largest - least; }
};
[[nodiscard]] WaveformMeasures measures(const PowerWaveform& waveform);

/// Waveform times a factor: `factor` chips in phase.
[[nodiscard]] PowerWaveform scaled(const PowerWaveform& waveform, double factor);

/// First less second, of the same period.
[[nodiscard]] PowerWaveform difference(const PowerWaveform& first, const PowerWaveform& second);

}  // namespace gigapod
