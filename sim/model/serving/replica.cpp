// Largest load that a replica holds: the largest batch B with
//   weights + B KV(mean context) <= usable HBM,  B <= max_batch,  TPOT(B) <= target,  TTFT(B) <= target
// (steady_state.cpp). Throughput grows with B, so the largest B is the best.

#include "sim/model/serving/replica.hpp"

#include "sim/base/check.hpp"
#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/steady_state.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr int kLargestBatch = 1 << 20;

/// A plan on its machine, with what does not change with the batch.
struct Machine {
  const ServingPlan& plan;
  const ChipSpec& chip;
  const SliceTopology& slice;
  ServingCurve curve;

  [[nodiscard]] PhaseTime step(double batch) const {
    return decode_step(plan, chip, slice, batch, mean_context(plan));
  }
  [[nodiscard]] SteadyState state(double batch) const { return steady_state(curve, batch, step(batch).total); }
  [[nodiscard]] bool holds(int batch) const {
    const SteadyState at = state(batch);
    return at.tpot <= plan.tpot_target && at.ttft <= plan.ttft_target;
  }
};

/// The largest batch in [1, most] that holds both targets; 1 is taken to hold.
int largest_batch(const Machine& machine, int most) {
  if (machine.holds(most)) return most;
  int good = 1;
  int bad = most;
  while (bad - good > 1) {
    const int middle = good + (bad - good) / 2;
    (machine.holds(middle) ? good : bad) = middle;
  }
  return good;
}

int most_in_memory(const ReplicaMemory& memory) {
  const double room = (memory.usable_per_chip - memory.weights_per_chip) / memory.kv_per_sequence_chip;
  return static_cast<int>(std::clamp(std::floor(room), 1.0, static_cast<double>(kLargestBatch)));
}

ServingLimit limit_at(const Machine& machine, int batch, int in_memory) {
  if (machine.plan.max_batch > 0 && batch == machine.plan.max_batch) return ServingLimit::kMaxBatch;
  if (batch == in_memory) return ServingLimit::kHbmCapacity;
  const bool breaks_tpot = machine.state(batch + 1).tpot > machine.plan.tpot_target;
  return breaks_tpot ? ServingLimit::kTpotTarget : ServingLimit::kTtftTarget;
}

std::vector<StepPoint> step_points(const Machine& machine, int batch) {
  constexpr int kPoints = 12;
  std::vector<StepPoint> points;
  for (int i = 0; i < kPoints; ++i) {
    const double at = std::round(std::pow(static_cast<double>(batch), static_cast<double>(i) / (kPoints - 1)));
    if (!points.empty() && at <= points.back().batch) continue;
    points.push_back({at, machine.step(at).total});
  }
  return points;
}

Activity activity_at(const Machine& machine, double batch, const SteadyState& state) {
  const PhaseTime decode = machine.step(batch);
  const PhaseTime prefill = prefill_share(machine.plan, machine.chip, machine.slice);
  const double prompts_per_step = batch / machine.curve.output_tokens;
  const double chip_seconds = machine.slice.chips() * state.tpot.value();
  const double flops = decode.mxu_flops + prompts_per_step * prefill.mxu_flops;
  const double communication = (decode.communication + prompts_per_step * prefill.communication) / state.tpot;
  Activity activity;
  activity.mxu = std::min(1.0, flops / (chip_seconds * peak_rate(machine.chip, machine.plan.precision).value()));
  activity.hbm = std::min(1.0, decode.hbm_bytes.value() / (chip_seconds * machine.chip.hbm_bandwidth.value()));
  activity.ici = std::min(1.0, communication * machine.chip.ici_efficiency);
  activity.busy = 1.0;
  return activity;
}

std::vector<std::string> warnings_of(const Machine& machine) {
  std::vector<std::string> warnings;
  if (machine.plan.layout == ServingLayout::kTensor && machine.slice.chips() > machine.plan.model.heads) {
    warnings.push_back(
        "the slice has more chips than the model has heads: spreading one layer so far is not measured");
  }
  return warnings;
}

}  // namespace

const char* serving_limit_name(ServingLimit limit) {
  switch (limit) {
    case ServingLimit::kHbmCapacity: return "HBM capacity";
    case ServingLimit::kTpotTarget: return "time-per-output-token target";
    case ServingLimit::kMaxBatch: return "largest batch allowed";
    case ServingLimit::kTtftTarget: return "time-to-first-token target";
  }
  return "";
}

ReplicaCapacity replica_capacity(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  const ReplicaMemory memory = replica_memory(plan, chip, slice);
  GIGAPOD_CHECK(memory.weights_per_chip < memory.usable_per_chip, "a replica's weights must fit its HBM");
  Machine machine{plan, chip, slice, curve_without_steps(plan, chip, slice)};
  const int in_memory = most_in_memory(memory);
  const int most = plan.max_batch > 0 ? std::min(plan.max_batch, in_memory) : in_memory;
  const int batch = largest_batch(machine, most);
  const SteadyState state = machine.state(batch);

  ReplicaCapacity capacity;
  capacity.batch = batch;
  capacity.requests_per_second = state.requests_per_second;
  capacity.output_tokens_per_second = state.requests_per_second * machine.curve.output_tokens;
  capacity.prompt_tokens_per_second = state.requests_per_second * plan.prompt_tokens;
  capacity.ttft = state.ttft;
  capacity.tpot = state.tpot;
  capacity.weights_per_chip = memory.weights_per_chip;
  capacity.kv_per_chip = memory.kv_per_sequence_chip * static_cast<double>(batch);
  capacity.activity = activity_at(machine, batch, state);
  capacity.flops_per_request = request_flops(plan);
  capacity.limit = limit_at(machine, batch, in_memory);
  capacity.warnings = warnings_of(machine);
  machine.curve.steps = step_points(machine, batch);
  capacity.curve = machine.curve;
  return capacity;
}

}  // namespace gigapod
