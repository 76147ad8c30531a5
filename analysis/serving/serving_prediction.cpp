// Closed forms of a published serving run.
//
//   prefill, decode   one pass, one step of each replica's share of the batch
//   batch             the pass, then the steps of all output tokens at the mean context
//   turn              the pass of one prompt, then the steps of a batch
//   closed loop, offline, server   request by request (serving_run.cpp)
//   roofline          the larger of FLOPs over the peak and bytes over the HBM bandwidth
//
// A search of b beams decodes b sequences for each request and publishes the tokens of one. It runs in waves of as
// many requests as fit at once, the last one smaller, with lengths at their means.

#include "analysis/serving/serving_prediction.hpp"

#include "analysis/serving/serving_run.hpp"
#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/steady_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

using Measured = ServingMeasurement;

/// One replica of a measurement, lengths at their means.
struct Replica {
  explicit Replica(const Measured& measured) : m(measured), plan(measured.plan) {
    plan.prompt_tokens *= 0.5 * (1.0 + m.length_ratio);
    plan.output_tokens *= 0.5 * (1.0 + m.length_ratio);
  }
  [[nodiscard]] double batch() const { return m.batch / m.replicas; }
  [[nodiscard]] double context() const { return plan.prompt_tokens + m.cached_tokens + 0.5 * plan.output_tokens; }
  [[nodiscard]] PhaseTime step(double sequences) const {
    return decode_step(plan, m.chip, m.slice, sequences * m.beams, context());
  }
  [[nodiscard]] PhaseTime pass() const {
    const double prompts = m.phase == ServingPhase::kTurn ? 1.0 : batch();
    return prefill_pass(plan, m.chip, m.slice, prompts, plan.prompt_tokens, m.cached_tokens);
  }
  const Measured& m;
  ServingPlan plan;
};

std::string dominant_of(const PhaseTime& phase) {
  const std::array<std::pair<Seconds, const char*>, 4> parts{{{phase.products, "products and weights"},
                                                              {phase.attention, "attention"},
                                                              {phase.communication, "communication"},
                                                              {phase.overhead, "overhead"}}};
  return std::max_element(parts.begin(), parts.end(), [](auto a, auto b) { return a.first < b.first; })->second;
}

Seconds roofline(const Measured& m, const PhaseTime& phase) {
  const double chips = m.slice.chips();
  const double peak = peak_rate(m.chip, m.plan.precision).value() * (m.mxu_share > 0.0 ? m.mxu_share : 1.0);
  return max(Seconds(phase.mxu_flops / (chips * peak)), phase.hbm_bytes / (chips * m.chip.hbm_bandwidth));
}

/// Time and tokens of a whole run of one replica.
struct Run {
  Seconds time;
  double prompt_tokens = 0.0;
  double output_tokens = 0.0;
  double requests = 0.0;
};

double value_of(const Measured& m, const Run& run, Seconds step) {
  const double per_second = m.replicas / run.time.value();
  switch (m.figure) {
    case ServingFigure::kTime: return run.time.value();
    case ServingFigure::kInputThroughput: return run.prompt_tokens * per_second;
    case ServingFigure::kOutputThroughput: return run.output_tokens * per_second;
    case ServingFigure::kTotalThroughput: return (run.prompt_tokens + run.output_tokens) * per_second;
    case ServingFigure::kRequestRate: return run.requests * per_second;
    case ServingFigure::kMfu:
      return 2.0 * active_parameter_count(m.plan.model) * (run.prompt_tokens + run.output_tokens) /
             (run.time.value() * m.slice.chips() * m.chip.peak_bf16.value());
    default: return step.value();
  }
}

/// A pass, steps, or both of one batch.
ServingPrediction static_batch(const Measured& m) {
  const Replica replica(m);
  const PhaseTime pass = replica.pass();
  const PhaseTime step = replica.step(replica.batch());
  const Seconds pass_time = m.is_roofline ? roofline(m, pass) : pass.total;
  const Seconds step_time = m.is_roofline ? roofline(m, step) : step.total;
  const double batch = replica.batch();
  const double tokens = std::max(1.0, replica.plan.output_tokens);
  Run run{Seconds(0.0), 0.0, 0.0, batch};
  if (m.phase != ServingPhase::kDecode) {
    run.time += pass_time;
    run.prompt_tokens = batch * replica.plan.prompt_tokens;
  }
  if (m.phase != ServingPhase::kPrefill) {
    run.time += step_time * tokens;
    run.output_tokens = batch * tokens;
  }
  const bool is_prefill = m.phase == ServingPhase::kPrefill;
  return {value_of(m, run, step_time) * m.per_unit, dominant_of(is_prefill ? pass : step), ""};
}

/// Waves of the requests that run at once, then the rest.
ServingPrediction waves(const Measured& m) {
  const Replica replica(m);
  const double most = running_requests(m);
  if (most < 1.0) return {0.0, "", "not even one request fits the HBM"};
  const ServingCurve curve = curve_without_steps(replica.plan, m.chip, m.slice);
  const auto wave = [&](double requests) { return steady_state(curve, requests, replica.step(requests).total); };
  const double all = m.requests > 0 ? static_cast<double>(m.requests) / m.replicas : most;
  const double full = std::floor(all / most);
  const double rest = all - full * most;
  const SteadyState state = wave(most);
  Run run{full * state.tpot * curve.output_tokens, all * replica.plan.prompt_tokens, all * curve.output_tokens, all};
  if (rest >= 0.5) run.time += wave(rest).tpot * curve.output_tokens;
  const std::string dominant = dominant_of(replica.step(most));
  if (m.figure == ServingFigure::kTpot) return {state.tpot.value() * m.per_unit, dominant, ""};
  if (m.figure == ServingFigure::kTtft) return {0.0, "", "the wait of a beam search is not modelled"};
  return {value_of(m, run, state.step) * m.per_unit, dominant, ""};
}

}  // namespace

ServingPrediction predicted_serving(const ServingMeasurement& m) {
  switch (m.phase) {
    case ServingPhase::kPrefill:
    case ServingPhase::kDecode:
    case ServingPhase::kBatch:
    case ServingPhase::kTurn: return static_batch(m);
    case ServingPhase::kClosedLoop:
    case ServingPhase::kOffline: return m.beams > 1 ? waves(m) : simulated_serving(m);
    case ServingPhase::kServer:
      return m.beams > 1 ? ServingPrediction{0.0, "", "arrivals of a beam search are not modelled"}
                         : simulated_serving(m);
  }
  return {};
}

}  // namespace gigapod
