// Cost of the power tree against the size of the site: building it, and setting the draw of jobs. Blocks are the
// smallest of the catalog, v5e host tiles of eight chips: a million chips are 188,000 nodes.
#include "sim/cluster/power_draw.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// A described tree of v5e pods: substations, UPS and halls with losses, rows of two tiles.

struct BenchSite {
  std::map<std::string, PodSpec> pods = test::all_pods();
  std::map<std::string, ChipSpec> chips = test::all_chips();
  SiteSpec spec;
  SiteLayout layout;

  explicit BenchSite(std::int64_t chip_count) {
    const int pod_count = static_cast<int>(chip_count / 256);
    spec.power.grid_power = Watts(1e10);
    spec.power.cubes_per_row = 2;
    spec.power.levels[static_cast<std::size_t>(PowerLevel::kRow)].efficiency = {{1.0, 0.998}};
    spec.power.levels[static_cast<std::size_t>(PowerLevel::kUps)].efficiency = {
        {0.25, 0.955}, {0.5, 0.97}, {1.0, 0.968}};
    spec.pods = {{"v5e", pod_count, 0}};
    FeedSpec grid;
    grid.name = "grid";
    grid.level = PowerLevel::kGrid;
    spec.power.tree.push_back(grid);
    constexpr int kPodsPerHall = 32;
    for (int pod = 0; pod < pod_count; pod += kPodsPerHall) {
      FeedSpec ups;
      ups.name = "ups-" + std::to_string(pod);
      ups.parent = "grid";
      ups.level = PowerLevel::kUps;
      ups.redundancy = Redundancy::kTwice;
      FeedSpec hall;
      hall.name = "hall-" + std::to_string(pod);
      hall.parent = ups.name;
      hall.pods = std::min(kPodsPerHall, pod_count - pod);
      spec.power.tree.push_back(ups);
      spec.power.tree.push_back(hall);
    }
    layout = lay_out(spec, pods, chips);
  }

  [[nodiscard]] std::vector<BlockId> blocks(std::size_t first, std::size_t count) const {
    std::vector<BlockId> all;
    for (std::size_t i = first; i < first + count; ++i) all.push_back(BlockId{static_cast<std::uint32_t>(i)});
    return all;
  }
};

void sizes(benchmark::internal::Benchmark* bench) {
  for (const std::int64_t chips : {1'000, 10'000, 100'000, 1'000'000}) bench->Arg(chips);
}

void build_tree(benchmark::State& state) {
  const BenchSite site(state.range(0));
  std::size_t nodes = 0;
  for (auto _ : state) {
    const PowerTree tree = build_power_tree(site.spec, site.layout);
    const PowerDraw power(tree, Cooling(1.09));
    nodes = tree.nodes.size();
    benchmark::DoNotOptimize(power.site_power());
  }
  state.counters["nodes"] = static_cast<double>(nodes);
}
BENCHMARK(build_tree)->Apply(sizes)->Unit(benchmark::kMillisecond);

/// One job on every chip of the site changes its draw.
void draw_of_a_site(benchmark::State& state) {
  const BenchSite site(state.range(0));
  const PowerTree tree = build_power_tree(site.spec, site.layout);
  PowerDraw power(tree, Cooling(1.09));
  const auto blocks = site.blocks(0, static_cast<std::size_t>(site.layout.blocks));
  power.promise_blocks(blocks, Watts(3000.0));
  const std::vector<int> nodes = power.cover(blocks);
  double watts = 1000.0;
  for (auto _ : state) {
    watts = watts == 1000.0 ? 2000.0 : 1000.0;
    power.set_nodes(nodes, Watts(watts), Seconds(0.0));
  }
  state.counters["nodes"] = static_cast<double>(tree.nodes.size());
  state.counters["set_nodes"] = static_cast<double>(nodes.size());
}
BENCHMARK(draw_of_a_site)->Apply(sizes);

/// A job on every second of 64 tiles: no row is whole, each tile is set alone.
void draw_of_scattered_tiles(benchmark::State& state) {
  const BenchSite site(state.range(0));
  const PowerTree tree = build_power_tree(site.spec, site.layout);
  PowerDraw power(tree, Cooling(1.09));
  power.promise_blocks(site.blocks(0, static_cast<std::size_t>(site.layout.blocks)), Watts(3000.0));
  std::vector<BlockId> blocks;
  for (std::uint32_t i = 0; i < 64 && i < static_cast<std::uint32_t>(site.layout.blocks); i += 2) {
    blocks.push_back(BlockId{i});
  }
  const std::vector<int> nodes = power.cover(blocks);
  double watts = 1000.0;
  for (auto _ : state) {
    watts = watts == 1000.0 ? 2000.0 : 1000.0;
    power.set_nodes(nodes, Watts(watts), Seconds(0.0));
  }
  state.counters["set_nodes"] = static_cast<double>(nodes.size());
}
BENCHMARK(draw_of_scattered_tiles)->Apply(sizes);

/// A job on a pod starts and ends: promises and draws block by block.
void start_and_end_of_a_pod(benchmark::State& state) {
  const BenchSite site(state.range(0));
  const PowerTree tree = build_power_tree(site.spec, site.layout);
  PowerDraw power(tree, Cooling(1.09));
  const auto blocks = site.blocks(0, 32);
  for (auto _ : state) {
    benchmark::DoNotOptimize(power.shortage(blocks, Watts(2000.0)));
    power.promise_blocks(blocks, Watts(2000.0));
    power.set_nodes(power.cover(blocks), Watts(2000.0), Seconds(0.0));
    power.set_blocks(blocks, Watts(1000.0), Seconds(0.0));
    power.promise_blocks(blocks, Watts(1000.0));
  }
}
BENCHMARK(start_and_end_of_a_pod)->Apply(sizes);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
