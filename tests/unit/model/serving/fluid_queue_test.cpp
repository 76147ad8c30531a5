#include "sim/model/serving/fluid_queue.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace gigapod {
namespace {

TEST(FluidQueue, ServesWhatCapacityAllowsWithoutAWait) {
  FluidQueue queue(1, Seconds(10.0));

  queue.advance(Seconds(100.0), std::array{50.0}, 60.0);

  EXPECT_DOUBLE_EQ(queue.counts(0).served, 5000.0);
  EXPECT_DOUBLE_EQ(queue.waiting(), 0.0);
  EXPECT_DOUBLE_EQ(queue.counts(0).waited.value(), 0.0);
}

TEST(FluidQueue, FillsToItsBoundAndRejectsTheRest) {
  FluidQueue queue(1, Seconds(10.0));

  queue.advance(Seconds(100.0), std::array{120.0}, 100.0);

  EXPECT_NEAR(queue.counts(0).served, 10000.0, 1e-6);
  EXPECT_NEAR(queue.waiting(), 1000.0, 1e-6);  // 10 s of the capacity, full after 50 s
  EXPECT_NEAR(queue.counts(0).rejected, 1000.0, 1e-6);
  EXPECT_NEAR(queue.counts(0).waited.value(), 1000.0 * 50.0 / 2.0 + 1000.0 * 50.0, 1e-3);
}

TEST(FluidQueue, DrainsWhenCapacityComesBack) {
  FluidQueue queue(1, Seconds(10.0));
  queue.advance(Seconds(50.0), std::array{120.0}, 100.0);

  queue.advance(Seconds(100.0), std::array{50.0}, 150.0);

  EXPECT_DOUBLE_EQ(queue.waiting(), 0.0);
  EXPECT_DOUBLE_EQ(queue.counts(0).rejected, 0.0);
  EXPECT_NEAR(queue.counts(0).served, 6000.0 + 5000.0, 1e-6);
}

TEST(FluidQueue, ServesTheFirstClassFirst) {
  FluidQueue queue(2, Seconds(10.0));

  queue.advance(Seconds(1000.0), std::array{80.0, 80.0}, 100.0);

  EXPECT_NEAR(queue.counts(0).served, 80000.0, 1e-6);
  EXPECT_NEAR(queue.counts(1).served, 20000.0, 1e-6);
  EXPECT_NEAR(queue.waiting(1), 200.0, 1e-6);  // 10 s of the 20 a second that the first class leaves
}

TEST(FluidQueue, RequestsThatStartOverGoFirstAndAreCountedOnce) {
  FluidQueue queue(1, Seconds(100.0));
  queue.advance(Seconds(10.0), std::array{50.0}, 100.0);
  queue.start_over(200.0);
  EXPECT_DOUBLE_EQ(queue.waiting(), 200.0);

  queue.advance(Seconds(1.0), std::array{50.0}, 100.0);  // half of them are served, nobody else is

  EXPECT_DOUBLE_EQ(queue.waiting(), 150.0);
  EXPECT_DOUBLE_EQ(queue.counts(0).served, 500.0);
  queue.advance(Seconds(3.0), std::array{50.0}, 100.0);  // 1 s for the rest, then 100 that waited, which takes 2 s
  EXPECT_NEAR(queue.waiting(), 0.0, 1e-6);
  EXPECT_NEAR(queue.counts(0).served, 700.0, 1e-6);
  EXPECT_NEAR(queue.counts(0).arrived, 700.0, 1e-6);
}

TEST(FluidQueue, NothingIsServedWithoutCapacity) {
  FluidQueue queue(2, Seconds(10.0));

  queue.advance(Seconds(10.0), std::array{80.0, 80.0}, 0.0);

  EXPECT_DOUBLE_EQ(queue.counts(0).rejected, 800.0);
  EXPECT_DOUBLE_EQ(queue.counts(1).rejected, 800.0);
}

/// Random arrivals and capacities over many intervals.
TEST(FluidQueue, LosesNoRequestAndNeverStarvesTheFirstClass) {
  RandomStream random(7);
  for (int run = 0; run < 50; ++run) {
    FluidQueue queue(3, Seconds(30.0 * random.uniform()));
    std::array<double, 3> arrived{};
    double served_alone = 0.0;
    for (int look = 0; look < 100; ++look) {
      const std::array<double, 3> arrivals{100.0 * random.uniform(), 100.0 * random.uniform(), 50.0};
      const double capacity = random.uniform() < 0.1 ? 0.0 : 250.0 * random.uniform();
      const Seconds length(1.0 + 900.0 * random.uniform());
      queue.advance(length, arrivals, capacity);
      for (std::size_t k = 0; k < 3; ++k) arrived[k] += arrivals[k] * length.value();
      served_alone += std::min(arrivals[0], capacity) * length.value();
      EXPECT_LE(queue.waiting(0), 30.0 * capacity + 1e-6);
    }
    for (std::size_t k = 0; k < 3; ++k) {
      const QueueCounts counts = queue.take(k);
      EXPECT_NEAR(counts.arrived, arrived[k], 1e-9 * arrived[k]);
      EXPECT_NEAR(counts.served + counts.rejected + queue.waiting(k), arrived[k], 1e-8 * arrived[k]);
      EXPECT_GE(counts.rejected, -1e-9);
      const double least = k == 0 ? served_alone * (1.0 - 1e-9) : 0.0;  // the first class: as if it were alone
      EXPECT_GE(counts.served, least);
    }
  }
}

TEST(FluidQueue, WaitsByLittlesLaw) {
  FluidQueue queue(1, Seconds(100.0));
  queue.advance(Seconds(100.0), std::array{110.0}, 100.0);  // 1000 wait
  const Seconds before = queue.counts(0).waited;

  queue.advance(Seconds(1000.0), std::array{100.0}, 100.0);

  // 1000 in the queue at 100 a second: each waits 10 s.
  EXPECT_NEAR((queue.counts(0).waited - before).value() / (100.0 * 1000.0), 10.0, 1e-9);
}

TEST(ShareFairly, GivesEverybodyTheSameAtMost) {
  const std::array<double, 4> asked{100.0, 5.0, 40.0, 0.0};
  std::array<double, 4> given{};

  share_fairly(65.0, asked, given);

  EXPECT_NEAR(given[0], 30.0, 1e-9);
  EXPECT_NEAR(given[1], 5.0, 1e-9);
  EXPECT_NEAR(given[2], 30.0, 1e-9);
  EXPECT_DOUBLE_EQ(given[3], 0.0);
}

TEST(ShareFairly, IsMaxMinFairForAnyWishes) {
  RandomStream random(11);
  for (int run = 0; run < 200; ++run) {
    std::vector<double> asked(1 + random.below(300));
    for (double& wish : asked) wish = random.uniform() < 0.1 ? 0.0 : random.lognormal(10.0, 2.0);
    const double all = std::accumulate(asked.begin(), asked.end(), 0.0);
    const double amount = all * random.uniform() * 1.2;
    std::vector<double> given(asked.size());

    share_fairly(amount, asked, given);

    EXPECT_NEAR(std::accumulate(given.begin(), given.end(), 0.0), std::min(amount, all), 1e-9 * all + 1e-12);
    const double most = *std::max_element(given.begin(), given.end());
    for (std::size_t i = 0; i < asked.size(); ++i) {
      EXPECT_LE(given[i], asked[i] * (1.0 + 1e-12));
      const double least = given[i] < asked[i] * (1.0 - 1e-9) ? most * (1.0 - 1e-9) : 0.0;
      EXPECT_GE(given[i], least) << "who gets less than asked for gets as much as anybody";
    }
  }
}

}  // namespace
}  // namespace gigapod
