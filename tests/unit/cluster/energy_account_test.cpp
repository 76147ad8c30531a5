#include "sim/cluster/energy_account.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

using namespace literals;

TEST(EnergyAccount, NamesItsBucketsOnce) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kEnergyBucketCount; ++i) names.insert(energy_bucket_name(static_cast<EnergyBucket>(i)));

  EXPECT_EQ(names.size(), kEnergyBucketCount);
  EXPECT_EQ(energy_bucket_name(EnergyBucket::kConversionLoss), "conversion_loss");
}

TEST(EnergyAccount, TakesEveryJouleOfTheLedgerOnce) {
  Ledger ledger(100_s, 10_s);
  for (std::size_t i = 0; i < kBucketCount; ++i) {
    ledger.book(static_cast<Bucket>(i), 0_s, 10_s, 1.0 + static_cast<double>(i), 100_W);
  }
  ledger.add_battery_loss(Joules(77.0));

  EnergyAccount account;
  account.add(ledger);
  account.add(EnergyBucket::kCooling, Joules(5.0));

  EXPECT_DOUBLE_EQ(account.total().value(), ledger.total_joules().value() + 82.0);
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kUsefulCompute).value(), 1000.0);
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kCommunicationWait).value(), 3000.0);
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kIdle).value(), 1000.0 * (9 + 10 + 11));
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kOverhead).value(), 1000.0 * (2 + 4 + 5 + 6 + 8));
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kCurtailed).value(), 7000.0);
  EXPECT_DOUBLE_EQ(account.joules(EnergyBucket::kBatteryLoss).value(), 77.0);
}

}  // namespace
}  // namespace gigapod
