// Cost of building a site's fabric against its size, and of the decisions made on it.
#include "sim/base/registry.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/power_tree.hpp"
#include "sim/fabric/site_graph.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/policy/placement.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// Ironwood pods for about so many chips; below one pod, a pod of that many chips in whole cubes.
struct Site {
  SiteSpec spec;
  std::map<std::string, PodSpec> pods = test::all_pods();
  std::map<std::string, ChipSpec> chips = test::all_chips();

  explicit Site(std::int64_t wanted) : spec(test::ironwood_site(1, 100_GW)) {
    PodSpec& pod = pods["ironwood"];
    if (wanted < pod.shape.chips()) pod.shape = {{4, 4, static_cast<int>((wanted + 63) / 64 * 4)}};
    spec.pods[0].count = static_cast<int>((wanted + pod.shape.chips() - 1) / pod.shape.chips());
  }
};

void build_fabric(benchmark::State& state, const std::string& family) {
  const Site site(state.range(0));
  std::int64_t chips = 0;
  std::size_t vertices = 0;
  for (auto _ : state) {
    const SiteLayout layout = lay_out(site.spec, site.pods, site.chips);
    const DcnFabric dcn = Registry<DcnTopology>::make(family)->build(site.spec, layout);
    const PowerTree tree = build_power_tree(site.spec, layout);
    const SiteGraph graph = build_site_graph(layout, dcn);
    chips = layout.chips;
    vertices = static_cast<std::size_t>(graph.graph.vertex_count()) + tree.nodes.size();
    benchmark::DoNotOptimize(graph.graph.link_count());
  }
  state.counters["chips"] = static_cast<double>(chips);
  state.counters["vertices"] = static_cast<double>(vertices);
  state.counters["chips_per_second"] =
      benchmark::Counter(static_cast<double>(chips), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(build_fabric, dcn_clos, std::string("dcn_clos"))
    ->RangeMultiplier(10)
    ->Range(1000, 1000000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(build_fabric, dcn_ocs_blocks, std::string("dcn_ocs_blocks"))
    ->Arg(1000000)
    ->Unit(benchmark::kMillisecond);

/// Places one 1,024-chip slice at a site whose pods are half full.
void place_slice(benchmark::State& state, const std::string& policy) {
  const Site site(state.range(0));
  const SiteLayout layout = lay_out(site.spec, site.pods, site.chips);
  std::vector<std::uint8_t> is_free(static_cast<std::size_t>(layout.blocks));
  for (std::size_t block = 0; block < is_free.size(); ++block) is_free[block] = block * 7 % 16 < 8 ? 1 : 0;
  std::vector<PodView> views;
  for (const PodInstance& pod : layout.pods) {
    const auto free = std::span(is_free).subspan(pod.first_block.value, static_cast<std::size_t>(pod.blocks));
    views.push_back({pod.id, pod.spec, pod.first_block, free, pod.blocks / 2});
  }
  const auto placement = Registry<PlacementPolicy>::make(policy);
  for (auto _ : state) benchmark::DoNotOptimize(placement->place({{{8, 8, 16}}, 1}, views));
  state.counters["chips"] = static_cast<double>(layout.chips);
}
BENCHMARK_CAPTURE(place_slice, best_fit, std::string("best_fit"))
    ->RangeMultiplier(10)
    ->Range(10000, 1000000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(place_slice, spread, std::string("spread"))->Arg(1000000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
