// Interleaved chunked prefill in steady state, by Little's law.
//
//   TPOT = t_step(B) + B t_p / O          a prompt's work is spread over the steps of the sequences that run
//   lambda = B / (O TPOT)
//   TTFT = t_step / 2 + W + n t_step + t_p
//   W = rho s / (2 (1 - rho)),  s = (P / c) t_step + t_p,  rho = lambda s
//
// B sequences decode together, each of O output tokens; t_p is what a prompt of P tokens adds to the steps it
// shares; c tokens of prompt fit one step, n = ceil(P / c); W is the wait of an M/D/1 queue whose server is the
// prompt share of the steps. The wait for the running step is half of it.
//
// Assumes Poisson arrivals, equal prompts, outputs of mean length, and a program that mixes prefill with decode
// (vLLM). Good while the replica is stable (rho < 1); bursts and length spread make real TTFT longer.

#include "sim/model/serving/steady_state.hpp"

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigapod {
namespace {

/// Prompt tokens in one step: the value of the published vLLM recipes for v6e (AI-Hypercomputer/tpu-recipes).
constexpr double kChunkTokens = 2048.0;

/// HBM a serving program gives to weights and cache: vLLM's default `gpu_memory_utilization`.
constexpr double kUsableHbm = 0.9;

}  // namespace

ReplicaMemory replica_memory(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  const double chips = slice.chips();
  const double parameters = parameter_count(plan.model);
  const double spread = plan.layout == ServingLayout::kTensor ? parameters : routed_parameter_count(plan.model);
  return {.weights_per_chip = Bytes((parameters - spread + spread / chips) * plan.weight_bytes),
          .usable_per_chip = chip.hbm_capacity * kUsableHbm,
          .kv_per_sequence_chip = kv_per_sequence(plan) / chips};
}

SteadyState steady_state(const ServingCurve& curve, double batch, Seconds step) {
  SteadyState state;
  state.step = step;
  state.tpot = step + curve.prefill * (batch / curve.output_tokens);
  state.requests_per_second = batch / (curve.output_tokens * state.tpot.value());
  const Seconds service = step * curve.prompt_share + curve.prefill;
  const double load = state.requests_per_second * service.value();
  if (load >= 1.0) {
    state.ttft = Seconds(std::numeric_limits<double>::infinity());
    return state;
  }
  const Seconds wait = service * (load / (2.0 * (1.0 - load)));
  state.ttft = 0.5 * step + wait + step * static_cast<double>(curve.prompt_steps) + curve.prefill;
  return state;
}

ServingCurve curve_without_steps(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  ServingCurve curve;
  curve.output_tokens = std::max(1.0, plan.output_tokens);
  curve.prefill = prefill_share(plan, chip, slice).total;
  curve.prompt_share = plan.prompt_tokens / kChunkTokens;
  curve.prompt_steps = std::max(1, static_cast<int>(std::ceil(curve.prompt_share)));
  return curve;
}

}  // namespace gigapod
