// Cost of the request-level simulation: requests a second for sets of replicas of a 70B model at about
// 1000 tokens in and 250 out, whose load keeps some hundred sequences in flight on each.

#include "sim/model/serving/step_clock.hpp"
#include "sim/serving/surrogate.hpp"
#include "tests/unit/serving/setups.hpp"

#include <benchmark/benchmark.h>

namespace gigapod::testing {
namespace {

void set_rate(benchmark::State& state, std::size_t requests) {
  state.counters["requests_per_second"] =
      benchmark::Counter(static_cast<double>(requests), benchmark::Counter::kIsIterationInvariantRate);
}

void serve_requests(benchmark::State& state) {
  ServingSetup setup = llama_setup();
  setup.replicas = static_cast<int>(state.range(0));
  const double rate = 0.01 * static_cast<double>(state.range(1)) * setup.replicas;
  const RequestTrace trace = random_trace(20'000, rate, 1000, 250, 1);
  for (auto _ : state) benchmark::DoNotOptimize(serve(trace, setup));
  set_rate(state, trace.requests.size());
}
BENCHMARK(serve_requests)
    ->ArgNames({"replicas", "requests_a_replica_and_100_s"})
    ->ArgsProduct({{1, 16, 256}, {200, 500, 1400}})
    ->Unit(benchmark::kMillisecond);

void serve_a_closed_loop(benchmark::State& state) {
  ServingSetup setup = llama_setup();
  setup.concurrency = 128;
  const RequestTrace trace = random_trace(5'000, 1.0, 1000, 250, 1);
  for (auto _ : state) benchmark::DoNotOptimize(serve(trace, setup));
  set_rate(state, trace.requests.size());
}
BENCHMARK(serve_a_closed_loop)->Unit(benchmark::kMillisecond);

void make_a_step_clock(benchmark::State& state) {
  const ReplicaSetup replica = llama_setup().replica;
  for (auto _ : state) benchmark::DoNotOptimize(StepClock(replica.plan, replica.chip, replica.slice, 256, 2048));
}
BENCHMARK(make_a_step_clock)->Unit(benchmark::kMicrosecond);

void measure_a_surrogate(benchmark::State& state) {
  const std::vector<RequestTrace> mixes{random_trace(4'000, 1.0, 1000, 250, 1)};
  for (auto _ : state) benchmark::DoNotOptimize(ServingSurrogate::measure(mixes, llama_setup()));
}
BENCHMARK(measure_a_surrogate)->Unit(benchmark::kMillisecond);

void read_a_surrogate(benchmark::State& state) {
  const std::vector<RequestTrace> mixes{random_trace(4'000, 1.0, 1000, 250, 1)};
  const ServingSurrogate surrogate = ServingSurrogate::measure(mixes, llama_setup());
  for (auto _ : state) benchmark::DoNotOptimize(surrogate.at(0.7));
}
BENCHMARK(read_a_surrogate);

}  // namespace
}  // namespace gigapod::testing

BENCHMARK_MAIN();
