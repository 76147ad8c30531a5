// What one failure costs from its strike to its repair, on sites of ten thousand to a million chips with a job in
// every pod: the time of a run with two thousand failures less that of the same run without any, over the failures.
// The number of chips must not matter. Each run is a child process, since SimGrid allows one engine in a process.
#include "sim/engine/chip_flows/run_in_child.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/unit/engine/small_run.hpp"

#include <benchmark/benchmark.h>

#include <chrono>

namespace gigapod {
namespace {

constexpr double kFailures = 2000.0;

Scenario site_with_jobs(int pods) {
  Scenario scenario = ironwood_site(pods);
  scenario.horizon = Seconds(86400.0);
  JobSpec job = small_job("job");
  job.slice = Shape{{16, 16, 16}};
  job.plan.parallelism.fsdp = 4096;
  job.plan.global_batch = 8192;
  job.checkpoint_interval = Seconds(4 * 86400.0);
  job.count = pods;
  scenario.jobs = {job};
  return scenario;
}

/// Every hardware effect and scope of one block, in equal parts.
std::vector<FailureClass> failures_of(const Scenario& scenario, double pods) {
  std::vector<FailureClass> classes;
  for (const FailureClass& published : complete_failure_classes()) {
    const bool is_one_block = published.scope == FailureScope::kHost || published.scope == FailureScope::kChip ||
                              published.scope == FailureScope::kLink;
    if (is_one_block && published.burst_share == 0.0) classes.push_back(published);
  }
  for (FailureClass& failure : classes) {
    const double components =
        pods * components_per_pod(failure.scope, scenario.pods.at("ironwood"), scenario.chips.at("v7"));
    failure.rate = Hertz(kFailures / static_cast<double>(classes.size()) / components / scenario.horizon.value());
  }
  return classes;
}

double seconds_of(const Scenario& scenario) {
  const TemporaryFolder folder;
  return run_in_child([&] {
    RunWriter writer(folder / "run", false);
    writer.set_manifest({scenario.seed, scenario.name, "0"});
    const auto begin = std::chrono::steady_clock::now();
    (void)simulate(scenario, writer, {});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  });
}

void failure_event(benchmark::State& state) {
  const auto pods = static_cast<int>(state.range(0));
  const Scenario without = site_with_jobs(pods);
  Scenario with = without;
  with.failures = failures_of(without, pods);
  for (auto _ : state) {
    state.SetIterationTime(std::max(1e-9, (seconds_of(with) - seconds_of(without)) / kFailures));
  }
  state.counters["chips"] = 9216.0 * pods;
}
BENCHMARK(failure_event)->Arg(1)->Arg(11)->Arg(108)->UseManualTime()->Iterations(5)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
