#include "sim/model/power/battery.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using namespace literals;

BatterySpec spec() {
  BatterySpec battery;
  battery.power = 50_MW;
  battery.energy = 100_MWh;
  battery.efficiency = 0.81;  // 0.9 each way
  battery.charge = 0.5;
  return battery;
}

TEST(Battery, LosesHalfOfTheRoundTripOnEachWay) {
  Battery battery(spec());

  battery.run(-10_MW, 1_h);
  EXPECT_NEAR(battery.stored() / 1_MWh, 50.0 + 9.0, 1e-9);
  battery.run(9_MW * 0.9, 1_h);
  EXPECT_NEAR(battery.stored() / 1_MWh, 50.0, 1e-9);
  EXPECT_NEAR(battery.given() / battery.taken(), 0.81, 1e-9);
  EXPECT_NEAR(battery.loss() / 1_MWh, 10.0 - 8.1, 1e-9);
}

TEST(Battery, SaysHowLongItLastsAndThenGivesNothing) {
  Battery battery(spec());

  EXPECT_NEAR(battery.time_at(45_MW) / 1_h, 1.0, 1e-9);
  EXPECT_NEAR(battery.time_at(-50_MW) / 1_h, 50.0 / 45.0, 1e-9);
  EXPECT_EQ(battery.most_out(), 50_MW);
  battery.run(45_MW, battery.time_at(45_MW));
  EXPECT_EQ(battery.most_out(), 0_W);
  EXPECT_EQ(battery.most_in(), 50_MW);
}

TEST(Battery, KeepsItsLeastCharge) {
  BatterySpec kept = spec();
  kept.least_charge = 0.4;
  const Battery battery(kept);

  EXPECT_NEAR(battery.time_at(9_MW) / 1_h, 1.0, 1e-9);
}

TEST(Battery, AccountsForEveryJouleWhateverItDoes) {
  RandomStream random(7);
  for (int run = 0; run < 50; ++run) {
    BatterySpec any = spec();
    any.efficiency = 0.5 + 0.5 * random.uniform();
    any.charge = random.uniform();
    Battery battery(any);
    const Joules before = battery.stored();
    for (int i = 0; i < 200; ++i) {
      const bool gives = random.uniform() < 0.5;
      const Watts most = gives ? battery.most_out() : battery.most_in();
      const Watts power = (gives ? 1.0 : -1.0) * random.uniform() * most;
      if (power == Watts(0.0)) continue;
      battery.run(power, min(battery.time_at(power), 2_h * random.uniform()));
    }
    const Joules in = battery.taken() + before;
    const Joules out = battery.given() + battery.loss() + battery.stored();
    EXPECT_NEAR(in.value(), out.value(), 1e-9 * in.value());
    EXPECT_GE(battery.loss(), 0_J);
    EXPECT_GE(battery.charge(), -1e-9);
    EXPECT_LE(battery.charge(), 1.0 + 1e-9);
  }
}

}  // namespace
}  // namespace gigapod
