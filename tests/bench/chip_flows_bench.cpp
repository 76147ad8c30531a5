// What a check of a collective by chip-level flows costs.
#include "sim/engine/chip_flows/check_collective.hpp"

#include <benchmark/benchmark.h>

namespace gigapod {
namespace {

void check(benchmark::State& state, const Collective& kind) {
  SliceTopology slice;
  for (int axis = 0; axis < 3; ++axis) slice.axes.push_back({static_cast<int>(state.range(axis)), true});
  for (auto run : state) {
    benchmark::DoNotOptimize(check_collective(kind, 1_GiB, slice, {90_GBps, 1_us, 10_us}));
  }
}

BENCHMARK_CAPTURE(check, all_reduce, Collective::kAllReduce)
    ->Args({16, 16, 16})
    ->Args({16, 24, 24})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(check, all_to_all, Collective::kAllToAll)
    ->Args({16, 16, 16})
    ->Args({16, 24, 24})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
