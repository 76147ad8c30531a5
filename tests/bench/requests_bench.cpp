// Streams of requests: reading a trace, and generating one.

#include "sim/base/registry.hpp"
#include "sim/serving/generate_requests.hpp"
#include "sim/serving/read_requests.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

namespace gigapod {
namespace {

std::string table(std::int64_t rows) {
  std::string text = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
  for (std::int64_t i = 0; i < rows; ++i) {
    text += fmt::format("2023-11-16 {:02}:{:02}:{:02}.{:07},{},{}\n", i / 360000 % 24, i / 6000 % 60, i / 100 % 60,
                        i % 100 * 100000, 100 + i % 4000, 1 + i % 500);
  }
  return text;
}

std::string objects(std::int64_t rows) {
  std::string text;
  for (std::int64_t i = 0; i < rows; ++i) {
    text += fmt::format(
        "{{\"timestamp\": {}, \"input_length\": {}, \"output_length\": {}, \"hash_ids\": [0, {}, {}, {}]}}\n", i * 30,
        1700 + i % 300, 1 + i % 500, i, i + 1, i + 2);
  }
  return text;
}

void read_trace(benchmark::State& state, std::string (*made)(std::int64_t)) {
  const std::string text = made(state.range(0));
  for (auto _ : state) {
    Diagnostics findings;
    benchmark::DoNotOptimize(read_requests("trace", text, {}, findings).requests.data());
    if (findings.has_errors()) state.SkipWithError(findings.text().c_str());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(read_trace, table, table)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_trace, objects, objects)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void generate(benchmark::State& state) {
  const auto arrivals = Registry<ArrivalProcess>::make("sample");
  const auto lengths = Registry<LengthMix>::make("sample");
  const StreamLength length{Seconds(1e9), state.range(0)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(generate_requests(*arrivals, *lengths, length, {}, RandomStreams(1)).requests.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(generate)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigapod

BENCHMARK_MAIN();
