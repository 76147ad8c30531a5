#include "sim/engine/import_limit.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using Phase = ImportLimit::Phase;

Scenario site(Watts ramp = Watts(0.0)) {
  Scenario scenario;
  scenario.horizon = 2_days;
  scenario.site.power.grid_power = 100_MW;
  scenario.power_control.ramp_per_minute = ramp;
  CurtailmentSpec event;
  event.name = "heat";
  event.at = 2_h;
  event.duration = 3_h;
  event.reduction = 0.25;
  event.notice = 30_min;
  scenario.curtailments = {event};
  return scenario;
}

TEST(ImportLimit, TakesItsShareOfWhatIsImportedWhenItIsAnnounced) {
  const Scenario scenario = site();
  ImportLimit limit(scenario);

  EXPECT_EQ(limit.limit(0_s), 100_MW);
  EXPECT_EQ(*limit.next_change(0_s), 90_min);
  const auto announced = limit.take_turn(90_min, 80_MW);
  EXPECT_EQ(announced->phase, Phase::kAnnounce);
  EXPECT_EQ(announced->limit, 60_MW);
  EXPECT_EQ(limit.limit(90_min), 100_MW);
  EXPECT_EQ(limit.coming_limit(Seconds(1e9)), 60_MW);
  EXPECT_FALSE(limit.take_turn(90_min, 80_MW));
  EXPECT_EQ(limit.take_turn(2_h, 70_MW)->phase, Phase::kBegin);
  EXPECT_EQ(limit.limit(2_h), 60_MW);
  EXPECT_EQ(limit.take_turn(5_h, 60_MW)->phase, Phase::kEnd);
  EXPECT_EQ(limit.limit(5_h), 100_MW);
  EXPECT_FALSE(limit.next_change(5_h));
}

TEST(ImportLimit, NeverTakesFirmPower) {
  Scenario scenario = site();
  scenario.site.contract.firm_power = 70_MW;
  ImportLimit limit(scenario);

  EXPECT_EQ(limit.take_turn(90_min, 80_MW)->limit, 70_MW);
}

TEST(ImportLimit, RisesByTheRampAfterwards) {
  const Scenario scenario = site(15_MW);
  ImportLimit limit(scenario);
  for (const Seconds time : {90_min, 2_h, 5_h}) (void)limit.take_turn(time, 80_MW);

  EXPECT_EQ(limit.limit(5_h), 60_MW);
  EXPECT_EQ(*limit.next_change(5_h), 5_h + 1_min);
  EXPECT_EQ(limit.limit(5_h + 1_min), 75_MW);
  EXPECT_EQ(limit.limit(5_h + 2_min), 90_MW);
  EXPECT_EQ(limit.limit(5_h + 3_min), 100_MW);
  EXPECT_FALSE(limit.next_change(5_h + 3_min));
}

TEST(ImportLimit, HoldsTheLeastOfEventsThatOverlapAndRepeats) {
  Scenario scenario = site();
  scenario.curtailments[0].every = 24_h;
  CurtailmentSpec other = scenario.curtailments[0];
  other.name = "line";
  other.at = 3_h;
  other.reduction = 0.0;
  other.limit = 40_MW;
  scenario.curtailments.push_back(other);
  ImportLimit limit(scenario);
  int begun = 0;
  Watts least = 100_MW;
  while (const auto next = limit.next_change(0_s)) {
    while (const auto turn = limit.take_turn(*next, 80_MW)) begun += turn->phase == Phase::kBegin ? 1 : 0;
    least = min(least, limit.limit(*next));
    if (*next == 5_h) {
      EXPECT_EQ(limit.limit(5_h), 40_MW);
    }
  }

  EXPECT_EQ(begun, 4);
  EXPECT_EQ(least, 40_MW);
  EXPECT_FALSE(limit.is_curtailed());
}

}  // namespace
}  // namespace gigapod
