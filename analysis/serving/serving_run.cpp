// A published benchmark, request by request.
//
//   closed loop   `batch` clients take the requests in order
//   offline       the same with as many clients as requests can run at once
//   server        Poisson arrivals at the published rate, spread over the replicas
//
// Lengths are spread evenly over the published range. Rows that state a number of requests measure a whole run, ramp
// and tail included; the others a steady state: clients over the mean time of a request (Little's law).
//
// The time between two tokens is that of a step. A share B / O of the steps of B sequences with O tokens each holds a
// prompt, so that percentiles above 1 - B / O are those of a step with one.

#include "analysis/serving/serving_run.hpp"

#include "sim/base/random.hpp"
#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/steady_state.hpp"
#include "sim/serving/serve.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Measured = ServingMeasurement;

constexpr int kMostRequests = 30000;
constexpr int kRoundsOfSteadyState = 12;  // requests for each client
constexpr int kDefaultStepTokens = 8192;
constexpr double kSecondsOfArrivals = 120.0;

std::int32_t length_of(double longest, double ratio, RandomStream& random) {
  const double length = longest * (ratio + (1.0 - ratio) * random.uniform());
  return std::max(1, static_cast<std::int32_t>(std::lround(length)));
}

RequestTrace trace_of(const Measured& m, int requests) {
  RandomStream lengths(20251126);
  RandomStream arrivals(20251127);
  RequestTrace trace;
  Seconds time(0.0);
  for (int i = 0; i < requests; ++i) {
    if (m.phase == ServingPhase::kServer) time += arrivals.exponential(Hertz(m.rate));
    Request request;
    request.arrival = time;
    request.prompt_tokens = length_of(m.plan.prompt_tokens, m.length_ratio, lengths);
    request.output_tokens = length_of(m.plan.output_tokens, m.length_ratio, lengths);
    trace.requests.push_back(request);
  }
  return trace;
}

struct Benchmark {
  ServingSetup setup;
  int requests = 0;
  bool is_whole_run = false;  ///< else a steady state
};

Benchmark benchmark_of(const Measured& m) {
  Benchmark benchmark;
  ServingSetup& setup = benchmark.setup;
  const double running = running_requests(m);
  setup.replica.plan = m.plan;
  setup.replica.chip = m.chip;
  setup.replica.slice = m.slice;
  setup.replica.max_sequences = m.plan.max_batch > 0 ? m.plan.max_batch : static_cast<int>(std::max(1.0, running));
  const int step_tokens = m.step_tokens > 0 ? m.step_tokens : kDefaultStepTokens;
  setup.replica.step_tokens = std::max(step_tokens, setup.replica.max_sequences + 1);
  benchmark.is_whole_run = m.requests > 0;
  if (m.phase == ServingPhase::kServer) {
    setup.replicas = m.replicas;
    benchmark.requests = std::clamp(static_cast<int>(kSecondsOfArrivals * m.rate), 2000, kMostRequests);
    return benchmark;
  }
  // Replicas share the requests evenly: one stands for all.
  const int share = benchmark.is_whole_run ? std::max(1, m.requests / m.replicas) : kMostRequests;
  const double clients = m.phase == ServingPhase::kClosedLoop ? std::ceil(m.batch / m.replicas)
                                                              : (benchmark.is_whole_run ? share : running);
  setup.concurrency = static_cast<int>(std::clamp(clients, 1.0, static_cast<double>(share)));
  benchmark.requests = std::min(share, benchmark.is_whole_run ? share : kRoundsOfSteadyState * setup.concurrency);
  return benchmark;
}

/// Time between two tokens of a running request at the batch of a closed loop.
Seconds token_interval(const Measured& m, const ServingSetup& setup) {
  ServingPlan plan = m.plan;
  plan.prompt_tokens *= 0.5 * (1.0 + m.length_ratio);
  plan.output_tokens *= 0.5 * (1.0 + m.length_ratio);
  const double batch = std::min(static_cast<double>(setup.concurrency), running_requests(m));
  const Seconds step = decode_step(plan, m.chip, m.slice, batch, mean_context(plan)).total;
  const Seconds prompt = prefill_share(plan, m.chip, m.slice).total;
  const double with_prompt = std::min(1.0, batch / plan.output_tokens);
  switch (m.statistic) {
    case Percentile::kMean: return step + prompt * with_prompt;
    case Percentile::kP50: return with_prompt > 0.5 ? step + prompt : step;
    case Percentile::kP95: return with_prompt > 0.05 ? step + prompt : step;
    case Percentile::kP99: return with_prompt > 0.01 ? step + prompt : step;
  }
  return step;
}

double figure_of(const Measured& m, const Benchmark& benchmark, const ServingOutcome& outcome) {
  const double completed = static_cast<double>(outcome.requests.completed);
  const double prompts = static_cast<double>(outcome.tokens.prompt) / completed;
  const double outputs = static_cast<double>(outcome.tokens.output) / completed;
  double requests_per_second = outcome.completed_per_second();
  if (m.phase != ServingPhase::kServer) {
    const double steady = benchmark.setup.concurrency / outcome.end_to_end.mean.value();
    requests_per_second = m.replicas * (benchmark.is_whole_run ? requests_per_second : steady);
  }
  switch (m.figure) {
    case ServingFigure::kTime: return outcome.duration.value();
    case ServingFigure::kInputThroughput: return requests_per_second * prompts;
    case ServingFigure::kOutputThroughput: return requests_per_second * outputs;
    case ServingFigure::kTotalThroughput: return requests_per_second * (prompts + outputs);
    case ServingFigure::kRequestRate: return requests_per_second;
    case ServingFigure::kMfu:
      return 2.0 * active_parameter_count(m.plan.model) * requests_per_second * (prompts + outputs) /
             (m.slice.chips() * m.replicas * m.chip.peak_bf16.value());
    case ServingFigure::kTtft: return outcome.ttft.at(m.statistic).value();
    case ServingFigure::kStep:
    case ServingFigure::kTpot: return outcome.tpot.at(m.statistic).value();
    case ServingFigure::kItl: return token_interval(m, benchmark.setup).value();
  }
  return 0.0;
}

}  // namespace

double running_requests(const Measured& m) {
  ServingPlan plan = m.plan;
  plan.prompt_tokens *= 0.5 * (1.0 + m.length_ratio);
  plan.output_tokens *= 0.5 * (1.0 + m.length_ratio);
  const ReplicaMemory memory = replica_memory(plan, m.chip, m.slice);
  const double room = memory.usable_per_chip.value() - memory.weights_per_chip.value();
  double most = std::floor(room / (memory.kv_per_sequence_chip.value() * m.beams));
  if (m.plan.max_batch > 0) most = std::min(most, static_cast<double>(m.plan.max_batch));
  if (m.batch > 0.0) most = std::min(most, std::ceil(m.batch / m.replicas));
  if (m.requests > 0) most = std::min(most, std::ceil(static_cast<double>(m.requests) / m.replicas));
  return std::min(most, static_cast<double>(kMostRequests));
}

ServingPrediction simulated_serving(const Measured& m) {
  if (running_requests(m) < 1.0) return {0.0, "", "not even one request fits the HBM"};
  Benchmark benchmark = benchmark_of(m);
  const std::vector<std::string> faults = setup_faults(benchmark.setup);
  if (!faults.empty()) return {0.0, "", faults.front()};
  const RequestTrace trace = trace_of(m, benchmark.requests);
  // The first requests of a steady state find a machine that is empty.
  if (!benchmark.is_whole_run && m.phase != ServingPhase::kServer) {
    const ServingOutcome whole = serve(trace, benchmark.setup);
    benchmark.setup.warm_up = whole.duration * 0.3;
  } else if (m.phase == ServingPhase::kServer) {
    benchmark.setup.warm_up = trace.requests.back().arrival * 0.2;
  }
  const ServingOutcome outcome = serve(trace, benchmark.setup);
  if (outcome.measured == 0) return {0.0, "", "no request ends"};
  return {figure_of(m, benchmark, outcome) * m.per_unit, "requests", ""};
}

}  // namespace gigapod
