// One step of a synchronous job in order of time:
//
//   passes x (layers x [forward, exposed transfers], layers x [backward, exposed transfers]),
//   exposed exchange of gradients in the slice, between slices, optimizer, wait for the slowest, host
//
// Forward is a third of the compute that is not recomputation, backward the rest. With a pipeline, stage s of S
// starts s B / (S - 1) after the first and ends as much before the last (B the bubble): the mean over the stages
// climbs and falls in S - 1 equal steps. Layers of one stage take the same time and embedding and head a share of it;
// blocks of layers are joined where a step has more than kMostBlocks.
//
// Assumes that all chips of a job start a step at the same moment and run layers in phase; a straggler's wait is
// taken as a wait of all.

#include "sim/model/power/step_waveform.hpp"

#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/power/chip_power.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr int kMostBlocks = 2048;

/// Power of a chip in each kind of phase.
struct PhasePower {
  std::array<Watts, kPhaseKinds> watts;
  Watts operator[](PhaseKind kind) const { return watts[static_cast<std::size_t>(kind)]; }
};

PhasePower phase_power(const ChipSpec& chip, const StepPhases& phases, double clock) {
  PhasePower power;
  for (std::size_t i = 0; i < kPhaseKinds; ++i) {
    power.watts[i] = chip_power_with_host(chip, phases[i].activity, clock);
  }
  return power;
}

Seconds exposed(const StepTime& step, Traffic kind) { return step.traffic[static_cast<std::size_t>(kind)].exposed; }

/// What repeats with every layer, for the whole step.
struct LayerWork {
  Seconds forward;
  Seconds backward;
  Seconds ici;
  Seconds dcn;
  [[nodiscard]] Seconds total() const { return forward + backward + ici + dcn; }
};

LayerWork layer_work(const StepTime& step, const StepPhases& phases) {
  const Seconds compute = phases[static_cast<std::size_t>(PhaseKind::kCompute)].duration;
  const double products = step.compute > Seconds(0) ? 1.0 - step.remat_compute / step.compute : 1.0;
  LayerWork work;
  work.forward = compute * (products / 3.0);
  work.backward = compute - work.forward;
  work.ici = step.ici - exposed(step, Traffic::kReplicas);
  work.dcn = step.dcn - exposed(step, Traffic::kDcnGradients);
  return work;
}

void add(std::vector<PowerSegment>& segments, Seconds duration, Watts power) {
  if (duration <= Seconds(0)) return;
  if (!segments.empty() && segments.back().power == power) {
    segments.back().duration += duration;
  } else {
    segments.push_back({duration, power});
  }
}

/// `share` of all passes over the layers.
void add_layers(std::vector<PowerSegment>& segments, const LayerWork& work, const PhasePower& power,
                const TrainingPlan& plan, double share) {
  const Parallelism& p = plan.parallelism;
  const double stages = static_cast<double>(pipeline_stages(p));
  const double all_passes = share * plan.gradient_accumulation * p.microbatches;
  const int layers = std::clamp(static_cast<int>(plan.model.layers / stages), 1, kMostBlocks / 2);
  const int passes = std::clamp(static_cast<int>(std::round(all_passes)), 1, std::max(1, kMostBlocks / (2 * layers)));
  const double block = share / (static_cast<double>(passes) * layers);
  for (int pass = 0; pass < passes; ++pass) {
    for (const Seconds compute : {work.forward, work.backward}) {
      for (int layer = 0; layer < layers; ++layer) {
        add(segments, compute * block, power[PhaseKind::kCompute]);
        add(segments, work.ici * (0.5 * block), power[PhaseKind::kIci]);
        add(segments, work.dcn * (0.5 * block), power[PhaseKind::kDcn]);
      }
    }
  }
}

Watts mean_power(const LayerWork& work, const PhasePower& power) {
  const Seconds compute = work.forward + work.backward;
  return (compute * power[PhaseKind::kCompute] + work.ici * power[PhaseKind::kIci] +
          work.dcn * power[PhaseKind::kDcn]) /
         work.total();
}

/// The mean of stages that start one after the other within `bubble`, each waiting before and after its work.
void add_pipeline(std::vector<PowerSegment>& segments, const LayerWork& work, const PhasePower& power,
                  const TrainingPlan& plan, Seconds bubble) {
  const int steps = pipeline_stages(plan.parallelism) - 1;
  const Watts waiting = power[PhaseKind::kWait];
  const Watts above = mean_power(work, power) - waiting;
  const Seconds slope = min(bubble, work.total());
  const double most = std::min(1.0, work.total() / bubble);
  const auto add_slope = [&](bool rises) {
    for (int i = 0; i < steps; ++i) {
      const double share = (i + 1.0) / (steps + 1.0);
      add(segments, slope / steps, waiting + above * (most * (rises ? share : 1.0 - share)));
    }
  };
  add_slope(true);
  if (work.total() > bubble) {
    add_layers(segments, work, power, plan, 1.0 - bubble / work.total());
  } else {
    add(segments, bubble - work.total(), waiting + above * most);
  }
  add_slope(false);
}

}  // namespace

std::vector<PowerSegment> step_segments(const TrainingPlan& plan, const StepTime& step, const ChipSpec& chip,
                                        double clock) {
  const StepPhases phases = step_phases(step);
  const PhasePower power = phase_power(chip, phases, clock);
  const LayerWork work = layer_work(step, phases);
  std::vector<PowerSegment> segments;
  if (step.bubble > Seconds(0)) {
    add_pipeline(segments, work, power, plan, step.bubble);
  } else {
    add_layers(segments, work, power, plan, 1.0);
  }
  add(segments, exposed(step, Traffic::kReplicas), power[PhaseKind::kIci]);
  add(segments, exposed(step, Traffic::kDcnGradients), power[PhaseKind::kDcn]);
  add(segments, step.update, power[PhaseKind::kUpdate]);
  add(segments, step.straggler, power[PhaseKind::kWait]);
  add(segments, step.overhead, power[PhaseKind::kHost]);
  return segments;
}

}  // namespace gigapod
