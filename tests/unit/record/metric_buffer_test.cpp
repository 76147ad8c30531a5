#include "sim/record/metric_buffer.hpp"

#include "sim/base/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace gigapod {
namespace {

using Stored = std::vector<std::tuple<std::int64_t, std::int64_t, double>>;

struct Fixture {
  MetricBuffer buffer;
  std::vector<std::string> series;
  Stored stored;

  void add(const std::string& metric, std::int64_t time_ns, double value) {
    buffer.add(metric, "", time_ns, value,
               [this](std::int64_t, const std::string& name, const std::string&) { series.push_back(name); });
  }
  void drain(bool is_end) {
    buffer.drain(is_end,
                 [this](std::int64_t id, std::int64_t time, double value) { stored.emplace_back(id, time, value); });
  }
};

TEST(MetricBuffer, StoresSeriesBySeriesInTheOrderOfTheirFirstPoint) {
  Fixture test;
  test.add("b", 0, 1);
  test.add("a", 0, 2);
  test.add("b", 5, 3);

  test.drain(true);

  EXPECT_THAT(test.series, testing::ElementsAre("b", "a"));
  EXPECT_EQ(test.stored, (Stored{{0, 0, 1.0}, {0, 5, 3.0}, {1, 0, 2.0}}));
}

TEST(MetricBuffer, KeepsTheLastOfSeveralValuesAtOneTime) {
  Fixture test;
  test.add("a", 0, 1);
  test.add("a", 5, 2);
  test.add("a", 5, 3);

  test.drain(true);

  EXPECT_EQ(test.stored, (Stored{{0, 0, 1.0}, {0, 5, 3.0}}));
}

TEST(MetricBuffer, DropsPointsThatRepeatTheValueBefore) {
  Fixture test;
  for (std::int64_t time = 0; time < 10; ++time) test.add("a", time, time < 7 ? 1.0 : 2.0);
  test.add("a", 10, 3);
  test.add("a", 10, 2);

  test.drain(true);

  EXPECT_EQ(test.stored, (Stored{{0, 0, 1.0}, {0, 7, 2.0}}));
}

TEST(MetricBuffer, StoresTheSamePointsHoweverOftenItIsDrained) {
  for (int every = 1; every < 8; ++every) {
    Fixture once;
    Fixture often;
    for (int i = 0; i < 200; ++i) {
      const std::int64_t time = i / 2;
      const double value = (i * 7919) % 3;
      once.add("a", time, value);
      often.add("a", time, value);
      if (i % every == 0) often.drain(false);
    }

    once.drain(true);
    often.drain(true);

    EXPECT_EQ(once.stored, often.stored) << "drained every " << every;
    EXPECT_EQ(often.buffer.size(), 0u);
  }
}

TEST(MetricBuffer, RefusesToGoBackInTime) {
  Fixture test;
  test.add("a", 5, 1);

  EXPECT_THROW(test.add("a", 4, 1), InternalError);
}

}  // namespace
}  // namespace gigapod
