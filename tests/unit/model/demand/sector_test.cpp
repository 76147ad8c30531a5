#include "sim/model/demand/sector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace gigapod {
namespace {

const SectorSpec& sector(const std::string& name) {
  return *std::find_if(published_sectors().begin(), published_sectors().end(),
                       [&](const SectorSpec& spec) { return spec.name == name; });
}

struct Day {
  double low = 1e300;
  double high = 0.0;
  double mean = 0.0;
  double peak_hour = 0.0;
};

Day day_of(const SectorSpec& spec, int day) {
  Day found;
  for (int minute = 0; minute < 1440; ++minute) {
    const double rate = local_rate(spec, day + minute / 1440.0);
    if (rate > found.high) found.peak_hour = minute / 60.0;
    found.low = std::min(found.low, rate);
    found.high = std::max(found.high, rate);
    found.mean += rate / 1440.0;
  }
  return found;
}

TEST(Sector, SwingsAsPublishedOnWeekdays) {
  const Day coding = day_of(sector("coding"), 2);
  const Day consumer = day_of(sector("consumer"), 2);

  EXPECT_NEAR(coding.high / coding.low, 10.0, 0.01);
  EXPECT_NEAR(consumer.high / consumer.low, 2.0, 0.01);
  EXPECT_NEAR(coding.mean, 1.0, 1e-9);
  EXPECT_NEAR(coding.peak_hour, 14.0, 0.02);
}

TEST(Sector, HasThePublishedLevelAtWeekends) {
  EXPECT_NEAR(day_of(sector("coding"), 5).mean, 39572.0 / 124202.0, 0.02);
  EXPECT_NEAR(day_of(sector("consumer"), 5).mean, 105255.0 / 185431.0, 0.03);
}

TEST(Sector, RepeatsEveryWeek) {
  for (const SectorSpec& spec : published_sectors()) {
    for (int hour = 0; hour < 168; ++hour) {
      EXPECT_NEAR(local_rate(spec, hour / 24.0), local_rate(spec, hour / 24.0 + 14.0), 1e-9) << spec.name;
      EXPECT_NEAR(local_rate(spec, hour / 24.0), local_rate(spec, hour / 24.0 - 7.0), 1e-9) << spec.name;
    }
  }
}

TEST(Sector, ABumpOfOneRegionSwingsMoreThanDeepSeeksNodes) {
  const Day consumer = day_of(sector("consumer"), 2);

  // Nodes of DeepSeek's published day: 1.226 peak over mean, one time zone mostly and several kinds of users.
  EXPECT_GT(consumer.high / consumer.mean, 1.226);
  EXPECT_LT(consumer.high / consumer.mean, 1.4);
}

}  // namespace
}  // namespace gigapod
