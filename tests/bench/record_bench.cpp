#include "analysis/run/run_data.hpp"
#include "analysis/run/summary.hpp"
#include "analysis/scaling/scaling.hpp"
#include "sim/record/run_writer.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

constexpr int kLabels = 248;  // 108 pods and 140 network links of a million-chip site
constexpr int kHours = 720;
constexpr int kEvents = 20000;

fs::path bench_directory(const char* name) {
  return fs::temp_directory_path() / (std::string("gigapod-bench-") + name + "-" + std::to_string(::getpid()));
}

/// A month of a million chips: hourly samples of 248 series, and 20,000 events.
void write_month(const fs::path& directory) {
  std::vector<std::string> labels;
  for (int label = 0; label < kLabels; ++label) labels.push_back("ironwood-" + std::to_string(label));
  RunWriter writer(directory, true);
  for (int hour = 0; hour < kHours; ++hour) {
    for (int label = 0; label < kLabels; ++label) {
      writer.add_metric("pod_busy_fraction", labels[static_cast<std::size_t>(label)], Seconds(hour * 3600.0),
                        1.0 / (1 + hour + label));
    }
  }
  for (int i = 0; i < kEvents; ++i) {
    writer.add(
        EventRecord{Seconds(i * 100.0), "failure", "frontier", "ironwood-07", 4, "host 17 of ironwood-07 failed"});
  }
  writer.add_figure("horizon_seconds", kHours * 3600.0);
  writer.commit({});
}

void BM_WriteAMonthOfAMillionChips(benchmark::State& state) {
  const fs::path directory = bench_directory("write");
  for (auto _ : state) write_month(directory);
  state.SetItemsProcessed(state.iterations() * (kLabels * kHours + kEvents));
  state.counters["run.sqlite bytes"] = static_cast<double>(fs::file_size(directory / "run.sqlite"));
  fs::remove_all(directory);
}
BENCHMARK(BM_WriteAMonthOfAMillionChips)->Unit(benchmark::kMillisecond);

void BM_ReadAMonthOfAMillionChips(benchmark::State& state) {
  const fs::path directory = bench_directory("read");
  write_month(directory);
  for (auto _ : state) benchmark::DoNotOptimize(read_run(directory));
  state.SetItemsProcessed(state.iterations() * (kLabels * kHours + kEvents));
  fs::remove_all(directory);
}
BENCHMARK(BM_ReadAMonthOfAMillionChips)->Unit(benchmark::kMillisecond);

void BM_ScalingStudyOfADenseModel(benchmark::State& state) {
  const Scenario scenario = made_scaling_scenario();
  for (auto _ : state) benchmark::DoNotOptimize(analyse_scaling(scenario));
}
BENCHMARK(BM_ScalingStudyOfADenseModel)->Unit(benchmark::kMillisecond);

void BM_ScalingStudyOfAMixtureOfExperts(benchmark::State& state) {
  Scenario scenario = made_scaling_scenario();
  TransformerSpec& model = scenario.jobs.front().plan.model;
  model.layers = 96;
  model.hidden = 12288;
  model.heads = 96;
  model.experts = 192;
  model.experts_per_token = 8;
  model.expert_ffn = 3072;
  for (auto _ : state) benchmark::DoNotOptimize(analyse_scaling(scenario));
}
BENCHMARK(BM_ScalingStudyOfAMixtureOfExperts)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
