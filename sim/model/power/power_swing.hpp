#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/utility_limits.hpp"
#include "sim/model/power/limit_check.hpp"
#include "sim/model/power/smoothing.hpp"
#include "sim/model/power/spectrum.hpp"
#include "sim/model/power/waveform.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// A synchronous job as its power supply sees it.
struct SwingingJob {
  std::vector<PowerSegment> step;  ///< power of one chip with its host
  Watts idle;                      ///< of one chip with its host while the job stands still
  double chips = 1.0;
};

/// The swings of a job, what a site's smoothing leaves of them, and what would meet the utility's limits.
struct PowerSwing {
  PowerWaveform load;
  WaveformMeasures measures;
  std::vector<Harmonic> spectrum;  ///< up to the band's top, at least kHighestShown
  std::vector<LimitCheck> checks;
  PowerChange start;  ///< of the whole job
  PowerChange stop;   ///< at its end, a failure or a checkpoint that stops it

  // With the site's smoothing: chips burn at the floor, their supplies' storage and the battery even out the rest.
  double floor_energy = 0.0;  ///< burnt by the floor over the energy without
  Watts storage_peak;         ///< lowest peak to which the storage of the chips alone can hold the job
  PowerWaveform grid;
  WaveformMeasures grid_measures;
  std::vector<LimitCheck> grid_checks;

  // What the limits would take, each alone.
  BatterySmoothing battery;
  std::optional<Watts> floor;  ///< per chip; nothing where no floor does
  double floor_cost = 0.0;     ///< energy of that floor over the energy without
};

/// `jobs` of one kind together: in phase, the worst that independent jobs come to.
[[nodiscard]] PowerSwing power_swing(const SwingingJob& job, int jobs, const UtilityLimits& limits,
                                     const SmoothingSpec& smoothing);

}  // namespace gigapod
