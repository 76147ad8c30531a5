// What SimGrid itself reaches on the events that our queue handles in engine_bench.cpp: an event is the end of an
// actor's sleep, or a timer of SimGrid's kernel. Everything runs inside one actor, the conductor.
#include <benchmark/benchmark.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include <cstdint>
#include <functional>
#include <vector>
#include <xbt/log.h>

namespace {

namespace sg = simgrid::s4u;

sg::Host* host = nullptr;  // set once by main

void count(benchmark::State& state, std::int64_t events_per_iteration) {
  state.counters["events_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations() * events_per_iteration), benchmark::Counter::kIsRate);
}

/// One actor that sleeps from event to event.
void sleep_of_one_actor(benchmark::State& state) {
  for (auto _ : state) sg::this_actor::sleep_for(1.0);
  count(state, 1);
}
BENCHMARK(sleep_of_one_actor);

/// As many events pending as actors, each with a period of its own so that no two end together.
void sleep_of_many_actors(benchmark::State& state) {
  std::vector<sg::ActorPtr> actors;
  const double rounds = 8;
  std::uint64_t events = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const double period = 1.0 + 1e-6 * static_cast<double>(i);
    actors.push_back(sg::Actor::create("sleeper", host, [period, &events] {
      while (true) {
        sg::this_actor::sleep_for(period);
        ++events;
      }
    }));
  }
  sg::this_actor::sleep_for(1.5);
  events = 0;
  for (auto _ : state) sg::this_actor::sleep_for(rounds);
  state.counters["events_per_second"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  for (const auto& actor : actors) actor->kill();
}
BENCHMARK(sleep_of_many_actors)->Arg(64)->Arg(1024)->Arg(4096)->Unit(benchmark::kMillisecond);

/// A timer that sets its successor when it goes off.
struct Ticker {
  double period;
  bool* is_running;
  std::uint64_t* events;
  void set() {
    simgrid::kernel::timer::Timer::set(sg::Engine::get_clock() + period, [this] {
      ++*events;
      if (*is_running) set();
    });
  }
};

void kernel_timers(benchmark::State& state) {
  bool is_running = true;
  std::uint64_t events = 0;
  std::vector<Ticker> tickers;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    tickers.push_back({1.0 + 1e-6 * static_cast<double>(i), &is_running, &events});
  }
  for (Ticker& ticker : tickers) ticker.set();
  for (auto _ : state) sg::this_actor::sleep_for(8.0);
  state.counters["events_per_second"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  is_running = false;
  sg::this_actor::sleep_for(2.0);
}
BENCHMARK(kernel_timers)->Arg(64)->Arg(1024)->Arg(16384)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  sg::Engine engine(&argc, argv);
  xbt_log_control_set("root.thresh:warning");
  auto* zone = sg::create_star_zone("zone");
  host = zone->create_host("host", 1.0)->seal();
  zone->seal();
  sg::Actor::create("conductor", host, [] { benchmark::RunSpecifiedBenchmarks(); });
  engine.run();
  return 0;
}
