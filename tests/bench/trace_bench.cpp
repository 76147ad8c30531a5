#include "tests/unit/trace/trace_cluster.hpp"

#include <benchmark/benchmark.h>

namespace gigapod::test {
namespace {

/// Layers of a gather, a pass and a scatter, each waiting for the layer before: `nodes` in all.
std::string layered_trace(std::int64_t nodes) {
  std::vector<WrittenNode> written;
  for (std::int64_t layer = 0; layer < nodes / 3; ++layer) {
    const auto id = static_cast<std::uint64_t>(3 * layer);
    const Ids before = layer == 0 ? Ids{} : Ids{id - 2};
    const Ids both = layer == 0 ? Ids{id} : Ids{id, id - 2};
    written.push_back(collective(id, "gather weights", before, kAllGather, 30'000));
    written.push_back(compute(id + 1, "forward and backward", both, 4'000'000'000, 2'000'000));
    written.push_back(collective(id + 2, "scatter gradients", {id + 1}, kReduceScatter, 1'920'000));
  }
  return written_trace(written);
}

void read_trace_nodes(benchmark::State& state) {
  const std::string bytes = layered_trace(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(traces_of({bytes}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_trace_nodes)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void read_and_schedule_trace(benchmark::State& state) {
  const std::string bytes = layered_trace(state.range(0));
  const TraceMachine machine = v5p_machine();
  for (auto _ : state) benchmark::DoNotOptimize(step_of(std::vector{bytes}, machine));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_and_schedule_trace)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void traces_of_every_rank(benchmark::State& state) {
  const std::vector<std::string> bytes(64, layered_trace(state.range(0) / 64));
  const TraceMachine machine = v5p_machine();
  for (auto _ : state) benchmark::DoNotOptimize(step_of(bytes, machine));
}
BENCHMARK(traces_of_every_rank)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigapod::test
