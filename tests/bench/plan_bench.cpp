#include "analysis/plan/block_search.hpp"
#include "tests/unit/analysis/plan/made_query.hpp"

#include <benchmark/benchmark.h>

namespace gigapod {
namespace {

/// One allocation searched whole; the counter is what one core evaluates in a second.
void search_slices(benchmark::State& state, const PlanQuery& query, const Shape& slice, int slices) {
  std::int64_t evaluated = 0;
  std::int64_t candidates = 0;
  for (auto _ : state) {
    SearchControl control;
    const BlockResult found = search_block(query, {{slice, slices}, false}, control);
    benchmark::DoNotOptimize(found.front.data());
    evaluated += found.counts.evaluated;
    candidates += control.candidates;
  }
  state.counters["evaluated_per_second"] =
      benchmark::Counter(static_cast<double>(evaluated), benchmark::Counter::kIsRate);
  state.counters["candidates_per_second"] =
      benchmark::Counter(static_cast<double>(candidates), benchmark::Counter::kIsRate);
}

void BM_SearchOfADenseModel(benchmark::State& state) {
  search_slices(state, made_query(), Shape{{8, 8, 8}}, static_cast<int>(state.range(0)));
}
BENCHMARK(BM_SearchOfADenseModel)->ArgName("slices")->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond);

void BM_SearchOfAMixtureOfExperts(benchmark::State& state) {
  PlanQuery query = made_query();
  query.start.model.experts = 64;
  query.start.model.experts_per_token = 4;
  query.start.model.expert_ffn = 2048;
  search_slices(state, query, Shape{{8, 8, 8}}, 1);
}
BENCHMARK(BM_SearchOfAMixtureOfExperts)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigapod
