#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/power/limit_check.hpp"
#include "sim/model/power/waveform.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// Chips burn power to stay at `floor` at least.
[[nodiscard]] std::vector<PowerSegment> with_floor(std::span<const PowerSegment> segments, Watts floor);

/// Energy of the floor's burning over the energy without it.
[[nodiscard]] double floor_energy_share(std::span<const PowerSegment> segments, Watts floor);

/// The lowest floor under which the load meets the limits; nothing when even the largest power all the time does not.
[[nodiscard]] std::optional<Watts> smallest_floor(std::span<const PowerSegment> segments, Seconds edge,
                                                  const UtilityLimits& limits);

/// The lowest peak that a storage of `capacity` beside the load can hold the grid to: it gives what is above and
/// charges with what is below.
[[nodiscard]] Watts peak_with_storage(std::span<const PowerSegment> segments, Joules capacity);

/// A battery that leaves the grid the moving average of the load over `window`.
struct BatterySmoothing {
  Seconds window;
  Watts power;      ///< largest charge or discharge
  Joules capacity;  ///< largest less least charge
  PowerWaveform grid;
  std::vector<LimitCheck> checks;
};
[[nodiscard]] BatterySmoothing smoothed(std::span<const PowerSegment> segments, Seconds edge, Seconds window,
                                        const UtilityLimits& limits);

/// The longest window that a storage of this power (nothing: any) and capacity can leave; `edge` for an empty one.
[[nodiscard]] Seconds window_of_storage(std::span<const PowerSegment> segments, Seconds edge,
                                        std::optional<Watts> power, Joules capacity);

/// The smallest battery with which the load meets the limits: the shortest window, found to 1%. A window of a whole
/// period leaves no swing, so there always is one; `window` is `edge` and the battery empty where none is needed.
[[nodiscard]] BatterySmoothing smallest_battery(std::span<const PowerSegment> segments, Seconds edge,
                                                const UtilityLimits& limits);

/// Jobs of one waveform started one after the other at equal parts of the period.
[[nodiscard]] std::vector<PowerSegment> staggered(std::span<const PowerSegment> segments, int jobs);

/// A change of a whole job's power, as at its start, end, checkpoint or failure.
struct PowerChange {
  Watts size;        ///< of the change, up or down
  Seconds shortest;  ///< time that the ramp limit leaves it; 0 without a limit
  Joules energy;     ///< that a battery gives or takes meanwhile, with `size` as its power
};
[[nodiscard]] PowerChange power_change(Watts before, Watts after, const UtilityLimits& limits);

}  // namespace gigapod
