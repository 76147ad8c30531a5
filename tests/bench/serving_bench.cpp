// Cost of the serving and demand models: what a fleet pays per resize.

#include "sim/base/registry.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/demand/tenant_demand.hpp"
#include "sim/model/serving/fluid_queue.hpp"
#include "sim/model/serving/latency_at_load.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/replica.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

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

/// One look of a fleet: every tenant's mean rate.
void demand_of_2000_tenants(benchmark::State& state) {
  TenantMix mix;
  mix.count = 2000;
  mix.burst_interval = Seconds(3.0 * 86400.0);
  mix.classes = {{"all", 1.0}};
  TenantDemand demand(mix, PopulationSpec{}, {}, 1e4, RandomStreams(1).stream("burst"));
  std::vector<double> rates(2000);
  Seconds time(0.0);
  for (auto _ : state) {
    demand.mean_rates(time, time + Seconds(900.0), rates);
    benchmark::DoNotOptimize(rates.data());
    time += Seconds(900.0);
  }
}
BENCHMARK(demand_of_2000_tenants);

void shortage_shared_by_2000_tenants(benchmark::State& state) {
  TenantMix mix;
  mix.count = 2000;
  mix.classes = {{"all", 1.0}};
  TenantDemand demand(mix, PopulationSpec{}, {}, 1e4, RandomStreams(1).stream("burst"));
  std::vector<double> asked(2000);
  std::vector<double> given(2000);
  demand.mean_rates(Seconds(0.0), Seconds(900.0), asked);
  const double all = std::accumulate(asked.begin(), asked.end(), 0.0);
  for (auto _ : state) {
    share_fairly(0.7 * all, asked, given);
    benchmark::DoNotOptimize(given.data());
  }
}
BENCHMARK(shortage_shared_by_2000_tenants);

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
