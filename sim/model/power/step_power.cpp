// P = sum over phases (P_chip(a_phase) t_phase) / t_step
//
// The products, memory traffic and hidden transfers of a step fall on its compute, evenly; exposed transfers inside
// slices keep the links busy and between slices only the program; the optimizer reads and writes HBM as fast as it
// goes; in the host's part of the step no program is on the chip.

#include "sim/model/power/step_power.hpp"

#include "sim/model/power/chip_power.hpp"

#include <algorithm>

namespace gigapod {
namespace {

StepPhase& of(StepPhases& phases, PhaseKind kind) { return phases[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view phase_name(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::kCompute: return "compute";
    case PhaseKind::kIci: return "exposed ICI";
    case PhaseKind::kDcn: return "exposed DCN";
    case PhaseKind::kUpdate: return "optimizer";
    case PhaseKind::kWait: return "wait";
    case PhaseKind::kHost: return "host";
    case PhaseKind::kCount: break;
  }
  return "";
}

StepPhases step_phases(const StepTime& step) {
  StepPhases phases;
  const Seconds compute = step.compute + step.hbm - step.update;
  const Seconds update_traffic = step.update_traffic;
  of(phases, PhaseKind::kIci) = {step.ici, {0.0, 0.0, 1.0, 1.0}};
  of(phases, PhaseKind::kDcn) = {step.dcn, {0.0, 0.0, 0.0, 1.0}};
  of(phases, PhaseKind::kWait) = {step.bubble + step.straggler, {0.0, 0.0, 0.0, 1.0}};
  of(phases, PhaseKind::kHost) = {step.overhead, {}};
  if (step.update > Seconds(0)) {
    of(phases, PhaseKind::kUpdate) = {step.update, {0.0, update_traffic / step.update, 0.0, 1.0}};
  }
  if (compute <= Seconds(0)) return phases;
  const auto use = [&](Seconds at_peak) { return std::clamp(at_peak / compute, 0.0, 1.0); };
  of(phases, PhaseKind::kCompute) = {
      compute,
      {use(step.activity.mxu * step.total), use(step.activity.hbm * step.total - update_traffic),
       use(step.activity.ici * step.total - step.ici), 1.0}};
  return phases;
}

Watts step_power(const ChipSpec& chip, const StepTime& step, double clock) {
  Watts sum;
  for (const StepPhase& phase : step_phases(step)) {
    sum += chip_power(chip, phase.activity, clock) * (phase.duration / step.total);
  }
  return sum;
}

Watts step_power_with_host(const ChipSpec& chip, const StepTime& step, double clock) {
  return step_power(chip, step, clock) + chip.host_power / chip.chips_per_host;
}

RelativePower relative_power(const ChipSpec& chip, const StepTime& step) {
  const StepPhases phases = step_phases(step);
  const Watts mean = step_power_with_host(chip, step);
  const Watts host = chip.host_power / chip.chips_per_host;
  const auto power = [&](PhaseKind kind) {
    return chip_power(chip, phases[static_cast<std::size_t>(kind)].activity) + host;
  };
  const auto over_mean = [&](Joules energy, Seconds time) {
    return time > Seconds(0) ? energy / (mean * time) : 1.0;
  };
  const auto energy = [&](PhaseKind kind) { return power(kind) * phases[static_cast<std::size_t>(kind)].duration; };
  const Seconds useful = step.compute + step.hbm + step.overhead;
  const Seconds exposed = step.ici + step.dcn + step.straggler;
  const Watts waiting = power(PhaseKind::kWait);
  return {over_mean(energy(PhaseKind::kCompute) + energy(PhaseKind::kUpdate) + energy(PhaseKind::kHost), useful),
          step.bubble > Seconds(0) ? waiting / mean : 1.0,
          over_mean(energy(PhaseKind::kIci) + energy(PhaseKind::kDcn) + waiting * step.straggler, exposed)};
}

}  // namespace gigapod
