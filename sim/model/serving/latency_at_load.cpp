// Latency of one replica at the request rate u lambda_max.
//
//   B solves B / (O t_step(B) + B t_p) = u lambda_max      (steady_state.cpp gives TPOT and the prefill wait at B)
//   TTFT = steady-state TTFT at B + W_slot,  W_slot = H C(c, u) / (c (1 - u)),  H = O TPOT
//
// c is the replica's batch: a request waits for a free slot as for a server of an M/M/c queue, C the Erlang C
// probability of waiting. t_step is interpolated between the batches of the curve.
//
// Assumes Poisson arrivals spread evenly over replicas, and mean lengths. Range 0 <= u <= 0.995.

#include "sim/model/serving/latency_at_load.hpp"

#include "sim/model/serving/steady_state.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

Seconds step_at(const ServingCurve& curve, double batch) {
  const auto& points = curve.steps;
  if (batch <= points.front().batch) return points.front().step;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (batch > points[i].batch) continue;
    const double share = (batch - points[i - 1].batch) / (points[i].batch - points[i - 1].batch);
    return points[i - 1].step + (points[i].step - points[i - 1].step) * share;
  }
  return points.back().step;
}

/// The mean batch at which requests leave as fast as they arrive.
double batch_at(const ServingCurve& curve, double largest, double rate) {
  double low = 0.0;
  double high = largest;
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    const double served = steady_state(curve, middle, step_at(curve, middle)).requests_per_second;
    (served < rate ? low : high) = middle;
  }
  return high;
}

}  // namespace

Seconds slot_wait(int slots, double utilization, Seconds hold) {
  if (utilization <= 0.0) return Seconds(0.0);
  const double load = slots * utilization;
  double blocked = 1.0;  // Erlang B, slot by slot
  for (int n = 1; n <= slots; ++n) blocked = load * blocked / (n + load * blocked);
  const double waits = blocked / (1.0 - utilization * (1.0 - blocked));
  return hold * (waits / (slots * (1.0 - utilization)));
}

ServingLatency latency_at_load(const ReplicaCapacity& capacity, double utilization) {
  const double load = std::clamp(utilization, 0.0, kHighestUtilization);
  const ServingCurve& curve = capacity.curve;
  const double batch = batch_at(curve, capacity.batch, load * capacity.requests_per_second);
  const SteadyState state = steady_state(curve, batch, step_at(curve, batch));
  const Seconds hold = state.tpot * curve.output_tokens;
  return {.ttft = state.ttft + slot_wait(capacity.batch, load, hold), .tpot = state.tpot, .batch = batch};
}

}  // namespace gigapod
