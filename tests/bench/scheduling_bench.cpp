// What a decision of a scheduler costs on a full site, by chips (pods of 9,216) and by waiting jobs. The probe
// refuses as the engine does: a size that did not fit is not tried again in the same decision.
#include "sim/base/registry.hpp"
#include "sim/policy/scheduler.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {
namespace {

constexpr int kBlocksOfAPod = 144;
constexpr int kFreeOfAPod = 3;
constexpr int kJobsOfAPod = 4;
constexpr std::string_view kTenants[] = {"a", "b", "c", "d"};

/// Each pod has three free cubes; jobs want four or more.
class FullSite final : public StartProbe {
 public:
  explicit FullSite(int pods) : pods_(pods) {}
  bool try_start(JobId) override { return false; }
  int free_blocks(std::string_view) const override { return pods_ * kFreeOfAPod; }
  std::vector<PodBlocks> free_blocks_by_pod(std::string_view) const override {
    std::vector<PodBlocks> free;
    for (int pod = 0; pod < pods_; ++pod) free.push_back({PodId{static_cast<std::uint32_t>(pod)}, kFreeOfAPod});
    return free;
  }

 private:
  int pods_;
};

std::vector<WaitingJob> waiting_jobs(std::int64_t count) {
  std::vector<WaitingJob> jobs;
  for (std::int64_t i = 0; i < count; ++i) {
    WaitingJob job{JobId{static_cast<std::uint32_t>(i)},
                   static_cast<int>(i * 7 % 5),
                   Seconds(60.0 * static_cast<double>(i)),
                   Seconds(3600.0 * static_cast<double>(1 + i % 24)),
                   "ironwood",
                   4 << (i % 4),
                   1};
    job.tenant = kTenants[i % 4];
    job.chips = 64.0 * job.blocks_per_slice;
    job.power = Watts(800.0 * job.chips);
    if (i % 2 == 0) job.deadline = Seconds(1e6 + 3600.0 * static_cast<double>(i % 100));
    jobs.push_back(job);
  }
  return jobs;
}

std::vector<RunningJob> running_jobs(int pods) {
  std::vector<RunningJob> jobs;
  for (int pod = 0; pod < pods; ++pod) {
    for (int i = 0; i < kJobsOfAPod; ++i) {
      const int blocks = (kBlocksOfAPod - kFreeOfAPod) / kJobsOfAPod;
      const auto id = static_cast<std::uint32_t>(1'000'000 + pod * kJobsOfAPod + i);
      RunningJob job{JobId{id},  9,      Seconds(1e6 + id * 7919 % 86400),
                     "ironwood", blocks, {{PodId{static_cast<std::uint32_t>(pod)}, blocks}}};
      job.can_yield = true;
      jobs.push_back(job);
    }
  }
  return jobs;
}

void decision(benchmark::State& state, const std::string& policy) {
  const int pods = static_cast<int>(state.range(0));
  const auto waiting = waiting_jobs(state.range(1));
  const auto running = running_jobs(pods);
  const std::vector<TenantUse> tenants{{"a", 1.0, 1e9, 1e4}, {"b", 2.0, 2e9, 1e4}, {"c", 1.0, 0.0, 0.0}};
  SchedulingView view{Seconds(1e6), waiting, running, tenants};
  view.headroom = Watts(1e5);
  view.rating = Watts(1e9);
  FullSite site(pods);
  const auto scheduler = Registry<Scheduler>::make(policy);
  for (auto _ : state) scheduler->choose(view, site);
  state.counters["chips"] = 9216.0 * pods;
  state.counters["waiting_jobs"] = static_cast<double>(waiting.size());
  state.counters["decisions_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

const bool kRegistered = [] {
  for (const std::string& policy : Registry<Scheduler>::names()) {
    auto* bench = benchmark::RegisterBenchmark(("decision/" + policy).c_str(), decision, policy);
    bench->Unit(benchmark::kMicrosecond);
    for (const int pods : {1, 11, 109}) bench->Args({pods, 100});
    for (const int waiting : {10, 1000, 10000}) bench->Args({109, waiting});
  }
  return true;
}();

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
