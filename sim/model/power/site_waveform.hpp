#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/utility_limits.hpp"
#include "sim/model/power/limit_check.hpp"
#include "sim/model/power/spectrum.hpp"
#include "sim/model/power/waveform.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// A job at a site: all its chips in phase, its steps begun at a moment of its own.
struct SiteJobWaveform {
  PowerWaveform waveform;
  Seconds start;
};

/// The power of several jobs together over a window: sampled, as their periods have no common multiple.
struct SiteWindow {
  Seconds step;  ///< between samples
  std::vector<double> watts;
  std::vector<Harmonic> spectrum;
  GridPower power;
};

/// `samples` (an even number) over `window`. Ramps are those between two samples; changes faster than that are lost.
[[nodiscard]] SiteWindow site_window(std::span<const SiteJobWaveform> jobs, Watts constant, Seconds window,
                                     int samples, const UtilityLimits& limits);

}  // namespace gigapod
