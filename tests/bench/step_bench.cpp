#include "sim/model/collective/collective.hpp"
#include "sim/model/step/operator_breakdown.hpp"
#include "tests/unit/model/step/reference_plans.hpp"

#include <benchmark/benchmark.h>

namespace gigapod {
namespace {

void dense_step(benchmark::State& state) {
  const TrainingPlan plan = reference::llama_plan();
  const StepMachine machine = reference::cube();
  for (auto _ : state) benchmark::DoNotOptimize(training_step(plan, machine));
}
BENCHMARK(dense_step);

void mixture_of_experts_step(benchmark::State& state) {
  TrainingPlan plan = reference::llama_plan();
  plan.model.experts = 128;
  plan.model.experts_per_token = 8;
  plan.model.expert_ffn = 2048;
  plan.model.dense_layers = 3;
  plan.model.sliding_window = 1024;
  plan.model.global_layer_every = 6;
  plan.parallelism = {.tensor = 4, .fsdp = 4, .pipeline = 2, .expert = 2, .dcn_data = 8, .microbatches = 8};
  plan.remat = Remat::kOffload;
  const StepMachine machine = reference::cube(8);
  for (auto _ : state) benchmark::DoNotOptimize(training_step(plan, machine));
}
BENCHMARK(mixture_of_experts_step);

void faults_of_a_plan_that_runs(benchmark::State& state) {
  const TrainingPlan plan = reference::llama_plan();
  const StepMachine machine = reference::cube();
  for (auto _ : state) benchmark::DoNotOptimize(plan_faults(plan, machine));
}
BENCHMARK(faults_of_a_plan_that_runs);

void collective_of_a_million_chips(benchmark::State& state) {
  const std::vector<SliceAxis> axes{{80, true}, {100, true}, {128, true}};
  const Collective& kind = state.range(0) == 2 ? Collective::kAllReduce : Collective::kAllToAll;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        collective_time(kind, Bytes(1e9), axes, {BytesPerSecond(90e9), Seconds(1e-6), Seconds(1e-5)}));
  }
}
BENCHMARK(collective_of_a_million_chips)->ArgName("kind")->Arg(2)->Arg(3);

}  // namespace
}  // namespace gigapod
