// Cost of the serving and demand models: what a fleet pays per resize.

#include "sim/base/registry.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/serving/latency_at_load.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/replica.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <benchmark/benchmark.h>

namespace gigapod::testing {
namespace {

ServingPlan chat_plan() {
  ServingPlan plan;
  plan.model = llama3_405b();
  plan.precision = Precision::kFp8;
  plan.weight_bytes = 1.0;
  plan.kv_bytes = 1.0;
  return plan;
}

void decode_step_of_a_dense_model(benchmark::State& state) {
  const ServingPlan plan = chat_plan();
  const ChipSpec chip = chip_v7();
  const SliceTopology slice = torus({2, 2, 2}, false);
  for (auto _ : state) benchmark::DoNotOptimize(decode_step(plan, chip, slice, 32, 1500));
}
BENCHMARK(decode_step_of_a_dense_model);

void capacity_of_a_replica(benchmark::State& state) {
  const ServingPlan plan = chat_plan();
  const ChipSpec chip = chip_v7();
  const SliceTopology slice = torus({2, 2, 2}, false);
  for (auto _ : state) benchmark::DoNotOptimize(replica_capacity(plan, chip, slice));
}
BENCHMARK(capacity_of_a_replica);

void latency_of_a_replica_at_load(benchmark::State& state) {
  const ReplicaCapacity capacity = replica_capacity(chat_plan(), chip_v7(), torus({2, 2, 2}, false));
  for (auto _ : state) benchmark::DoNotOptimize(latency_at_load(capacity, 0.8));
}
BENCHMARK(latency_of_a_replica_at_load);

void demand_of_the_world(benchmark::State& state) {
  const auto curve = Registry<DemandCurve>::make("diurnal_world");
  Seconds time(0.0);
  for (auto _ : state) {
    time += 900_s;
    benchmark::DoNotOptimize(curve->relative_rate(time));
  }
}
BENCHMARK(demand_of_the_world);

}  // namespace
}  // namespace gigapod::testing

BENCHMARK_MAIN();
