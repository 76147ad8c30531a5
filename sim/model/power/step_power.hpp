#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/power/activity.hpp"
#include "sim/model/step/training_step.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace gigapod {

/// What all chips of a synchronous job do at the same time.
enum class PhaseKind : unsigned {
  kCompute,  ///< forward and backward, with the communication beside them
  kIci,      ///< exposed communication inside slices
  kDcn,      ///< exposed communication between slices
  kUpdate,   ///< optimizer
  kWait,     ///< pipeline fill and drain, wait for the slowest
  kHost,     ///< launch, host, input: no program on the chip
  kCount
};
inline constexpr std::size_t kPhaseKinds = static_cast<std::size_t>(PhaseKind::kCount);

/// "compute", "exposed ICI" …
[[nodiscard]] std::string_view phase_name(PhaseKind kind);

/// All time of one kind in a step.
struct StepPhase {
  Seconds duration;
  Activity activity;
};
using StepPhases = std::array<StepPhase, kPhaseKinds>;

/// Time and activity by kind of phase, indexed by PhaseKind; durations add up to the step and use to the step's mean.
[[nodiscard]] StepPhases step_phases(const StepTime& step);

/// Mean power of a chip over the step: power is worked out for each phase and then averaged, because a chip at its
/// rating draws no more.
[[nodiscard]] Watts step_power(const ChipSpec& chip, const StepTime& step, double clock = 1.0);

/// As step_power, with the chip's share of its host.
[[nodiscard]] Watts step_power_with_host(const ChipSpec& chip, const StepTime& step, double clock = 1.0);

/// Power, host share included, of the parts of a step over its mean; 1 where a part takes no time.
struct RelativePower {
  double useful = 1.0;   ///< products, memory traffic, optimizer, host
  double bubble = 1.0;   ///< pipeline fill and drain
  double exposed = 1.0;  ///< exposed communication, wait for the slowest
};

[[nodiscard]] RelativePower relative_power(const ChipSpec& chip, const StepTime& step);

}  // namespace gigapod
