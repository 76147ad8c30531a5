#include "sim/cluster/ledger.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

TEST(Ledger, BooksChipSecondsAndJoules) {
  Ledger ledger(100_s, 10_s);

  ledger.book(Bucket::kBusyUseful, 5_s, 25_s, 4.0, 200_W);

  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kBusyUseful).value(), 80.0);
  EXPECT_DOUBLE_EQ(ledger.joules(Bucket::kBusyUseful).value(), 16000.0);
}

TEST(Ledger, SpreadsABookingOverTheIntervalsItTouches) {
  Ledger ledger(100_s, 10_s);

  ledger.book(Bucket::kBubble, 5_s, 25_s, 4.0, 200_W);

  EXPECT_DOUBLE_EQ(ledger.mean_chips(0, Bucket::kBubble), 2.0);
  EXPECT_DOUBLE_EQ(ledger.mean_chips(1, Bucket::kBubble), 4.0);
  EXPECT_DOUBLE_EQ(ledger.mean_chips(2, Bucket::kBubble), 2.0);
  EXPECT_DOUBLE_EQ(ledger.mean_chips(3, Bucket::kBubble), 0.0);
}

TEST(Ledger, EndsTheLastIntervalAtTheHorizon) {
  Ledger ledger(25_s, 10_s);

  ledger.book(Bucket::kDown, 20_s, 25_s, 4.0, 0_W);

  EXPECT_EQ(ledger.intervals(), 3U);
  EXPECT_DOUBLE_EQ(ledger.interval_end(2).value(), 25.0);
  EXPECT_DOUBLE_EQ(ledger.mean_chips(2, Bucket::kDown), 4.0);
}

TEST(Ledger, RefusesTimeThatRunsBackwards) {
  Ledger ledger(25_s, 10_s);

  EXPECT_THROW(ledger.book(Bucket::kDown, 20_s, 19_s, 4.0, 0_W), InternalError);
}

TEST(Ledger, HoldsTenBucketsOfWhichSixWork) {
  int working = 0;
  for (std::size_t i = 0; i < kBucketCount; ++i) working += is_working(static_cast<Bucket>(i)) ? 1 : 0;

  EXPECT_EQ(kBucketCount, 11U);
  EXPECT_EQ(working, 6);
  EXPECT_EQ(bucket_name(Bucket::kIdlePowerHeld), "idle_power_held");
}

TEST(Ledger, IntervalsAddUpToTheTotals) {
  RandomStream random(3);
  Ledger ledger(1000_s, 7_s);
  for (int i = 0; i < 2000; ++i) {
    const Seconds begin(random.uniform() * 1000.0);
    const Seconds end(begin.value() + random.uniform() * (1000.0 - begin.value()));
    ledger.book(static_cast<Bucket>(random.below(kBucketCount)), begin, end, random.uniform() * 1e6, 300_W);
  }

  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    double sum = 0.0;
    for (std::size_t i = 0; i < ledger.intervals(); ++i) {
      const Seconds length = ledger.interval_end(i) - ledger.interval_begin(i);
      sum += ledger.mean_chips(i, static_cast<Bucket>(bucket)) * length.value();
    }
    const double total = ledger.chip_seconds(static_cast<Bucket>(bucket)).value();
    EXPECT_NEAR(sum, total, 1e-9 * total);
    EXPECT_NEAR(ledger.joules(static_cast<Bucket>(bucket)).value(), 300.0 * total, 1e-9 * 300.0 * total);
  }
}

}  // namespace
}  // namespace gigapod
