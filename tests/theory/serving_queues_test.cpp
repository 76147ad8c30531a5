// The request-level simulation against queueing theory. With one sequence at a time and Poisson arrivals a replica is
// an M/G/1 queue, whose mean wait is Pollaczek and Khinchine's lambda E[S^2] / (2 (1 - rho)); with exponential
// service it is M/M/1, and with c sequences whose steps take the same time whatever the batch it is M/M/c. Means over
// 30 seeds with their 95% confidence intervals (Student's t, 29 degrees of freedom: 2.045).

#include "sim/model/serving/latency_at_load.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

constexpr int kSeeds = 30;
constexpr double kStudent = 2.045;

struct Interval {
  double mean = 0.0;
  double half_width = 0.0;
};

template <class Sample>
Interval over_seeds(const Sample& sample) {
  double sum = 0.0;
  double squares = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const double value = sample(static_cast<std::uint64_t>(seed));
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kSeeds;
  const double variance = (squares - kSeeds * mean * mean) / (kSeeds - 1);
  return {mean, kStudent * std::sqrt(variance / kSeeds)};
}

/// Service times of a replica that takes one request at a time, and how long requests waited.
struct Queue {
  double arrival_rate = 0.0;
  double service = 0.0;         // mean
  double service_square = 0.0;  // mean of squares
  double wait = 0.0;            // mean

  [[nodiscard]] double load() const { return arrival_rate * service; }
  [[nodiscard]] double pollaczek_khinchine() const { return arrival_rate * service_square / (2.0 * (1.0 - load())); }
};

Queue queue_of(const RequestTrace& trace, double rate) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 1;
  setup.keeps_records = true;
  Queue queue;
  queue.arrival_rate = rate;
  const ServingOutcome outcome = serve(trace, setup);
  for (const RequestRecord& record : outcome.records) {
    const double service = (record.end - record.started).value();
    queue.service += service;
    queue.service_square += service * service;
    queue.wait += (record.started - record.arrival).value();
  }
  const auto count = static_cast<double>(outcome.records.size());
  queue.service /= count;
  queue.service_square /= count;
  queue.wait /= count;
  return queue;
}

/// Seconds of one request alone.
double service_alone(int prompt, int output) {
  RequestTrace trace;
  trace.requests.push_back({Seconds(0.0), prompt, output});
  return serve(trace, llama_setup()).duration.value();
}

TEST(ServingQueues, OneSequenceWithTwoLengthsWaitsAsPollaczekAndKhinchineSay) {
  const double load = 0.7;
  const double rate = load / (0.8 * service_alone(100, 50) + 0.2 * service_alone(2000, 400));
  const Interval ratio = over_seeds([&](std::uint64_t seed) {
    RandomStream random(seed + 900);
    RequestTrace trace = random_trace(20'000, rate, 2, 2, seed);
    for (Request& request : trace.requests) {
      const bool is_long = random.uniform() < 0.2;
      request.prompt_tokens = is_long ? 2000 : 100;
      request.output_tokens = is_long ? 400 : 50;
    }
    const Queue queue = queue_of(trace, rate);
    return queue.wait / queue.pollaczek_khinchine();
  });
  EXPECT_LT(ratio.half_width, 0.03);
  EXPECT_NEAR(ratio.mean, 1.0, ratio.half_width + 0.01);
}

TEST(ServingQueues, OneSequenceWithExponentialLengthsIsAnMM1Queue) {
  const double load = 0.6;
  const double rate = load / (1000.0 * service_alone(1, 1001) / 1001.0);
  const Interval ratio = over_seeds([&](std::uint64_t seed) {
    const Queue queue = queue_of(random_trace(20'000, rate, 1, 1000, seed), rate);
    return queue.wait / (queue.load() / (1.0 - queue.load()) * queue.service);
  });
  EXPECT_LT(ratio.half_width, 0.03);
  EXPECT_NEAR(ratio.mean, 1.0, ratio.half_width + 0.02);  // later tokens take a little longer: not quite exponential
}

TEST(ServingQueues, SlotsWithEqualStepsAreAnMMCQueue) {
  const int slots = 8;
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = slots;
  setup.replica.plan.engine = ServingEngine{.layer_overhead = Seconds(10e-3)};  // 0.8 s a step, whatever is in it
  const double rate = slots * 0.8 / (500.0 * 0.8);
  const Interval ratio = over_seeds([&](std::uint64_t seed) {
    const ServingOutcome outcome = serve(random_trace(20'000, rate, 1, 500, seed), setup);
    const Seconds hold = outcome.end_to_end.mean - outcome.queueing.mean;
    return outcome.queueing.mean / slot_wait(slots, rate * hold.value() / slots, hold);
  });
  EXPECT_LT(ratio.half_width, 0.05);
  EXPECT_NEAR(ratio.mean, 1.0, ratio.half_width + 0.01);  // a free slot is taken at the next step: half of one later
}

}  // namespace
}  // namespace gigapod::testing
