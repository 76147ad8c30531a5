// What an event and a flow cost. Everything runs inside the one actor of a FlowNetwork, since SimGrid allows one
// engine in a process; simgrid_bench.cpp measures what SimGrid reaches without our queue.
#include "sim/base/random.hpp"
#include "sim/base/registry.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/flow_network.hpp"
#include "sim/fabric/site_layout.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace gigapod {
namespace {

FlowNetwork* network = nullptr;  // set once by main, before any benchmark
int blocks = 0;                  // of the network; likewise
constexpr int kPods = 108;

/// Each event taken adds a later one: the queue keeps its length, as in a run.
void event_queue(benchmark::State& state) {
  RandomStreams streams(1);
  RandomStream draws = streams.stream("bench", 0);
  EventQueue queue;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    queue.add({Seconds(draws.uniform()), EventKind::kJobTimer, static_cast<std::uint32_t>(i), 0});
  }
  for (auto _ : state) {
    Event event = queue.take();
    event.time = event.time + Seconds(draws.uniform());
    queue.add(event);
  }
  state.counters["events_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(event_queue)->Arg(64)->Arg(1024)->Arg(16384)->Arg(262144);

/// Flow number `i` of many: a different block, size and rate each, so that they end one by one.
void start_flow(std::uint64_t i) {
  const int block = static_cast<int>(i * 7 % static_cast<std::uint64_t>(blocks));
  const Bytes size = 1_GB * static_cast<double>(50 + i * 7919 % 101);
  benchmark::DoNotOptimize(network->start_to_storage({block, 1}, size, 20_GBps * static_cast<double>(1 + i % 5)));
}

/// Waits for the next of the flows in flight and starts another in its place.
void flow_start_and_finish(benchmark::State& state) {
  std::uint64_t started = 0;
  while (started < static_cast<std::uint64_t>(state.range(0))) start_flow(started++);
  for (auto _ : state) {
    benchmark::DoNotOptimize(network->wait_until(network->now() + 1e6_s));
    start_flow(started++);
  }
  state.counters["flows_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  while (network->flows_in_flight() > 0) benchmark::DoNotOptimize(network->wait_until(network->now() + 1e6_s));
}
BENCHMARK(flow_start_and_finish)->Arg(1)->Arg(8)->Arg(32)->Arg(128)->Unit(benchmark::kMicrosecond);

/// An event of the queue with flows in flight: time goes on in SimGrid and no flow ends.
void advance_time_beside_flows(benchmark::State& state) {
  std::vector<FlowId> in_flight;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const int block = static_cast<int>(i * 7 % blocks);
    in_flight.push_back(network->start_to_storage({block, 1}, 1e18_B, 1_GBps));
  }
  for (auto _ : state) benchmark::DoNotOptimize(network->wait_until(network->now() + 1e-3_s));
  state.counters["events_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  for (const FlowId flow : in_flight) network->cancel(flow);
}
BENCHMARK(advance_time_beside_flows)->Arg(0)->Arg(8)->Arg(32)->Arg(128);

}  // namespace
}  // namespace gigapod

int main(int argc, char** argv) {
  using namespace gigapod;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  const SiteSpec site = test::ironwood_site(kPods, 100_GW);
  const SiteLayout layout = lay_out(site, test::all_pods(), test::all_chips());
  const DcnFabric dcn = Registry<DcnTopology>::make("dcn_ocs_blocks")->build(site, layout);
  FlowNetwork site_network(dcn);
  blocks = dcn.blocks;
  network = &site_network;
  site_network.run([] { benchmark::RunSpecifiedBenchmarks(); });
  return 0;
}
