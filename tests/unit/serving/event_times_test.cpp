#include "sim/serving/event_times.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigapod::testing {
namespace {

TEST(EventTimes, NothingIsDueAtFirst) { EXPECT_TRUE(std::isinf(EventTimes(5).time())); }

TEST(EventTimes, OfSeveralTheLowestSourceIsFirst) {
  EventTimes times(3);
  times.set(2, 1.0);
  times.set(1, 1.0);
  EXPECT_EQ(times.first(), 1u);
}

TEST(EventTimes, FindsTheEarliestWhateverChanges) {
  RandomStream random(1);
  for (const std::size_t sources : {1u, 2u, 3u, 7u, 64u, 100u}) {
    EventTimes times(sources);
    std::vector<double> all(sources, std::numeric_limits<double>::infinity());
    for (int i = 0; i < 1000; ++i) {
      const auto source = static_cast<std::size_t>(random.below(sources));
      all[source] =
          random.below(5) == 0 ? std::numeric_limits<double>::infinity() : std::floor(20 * random.uniform());
      times.set(source, all[source]);
      const auto earliest = std::min_element(all.begin(), all.end());
      ASSERT_EQ(times.time(), *earliest);
      ASSERT_EQ(times.first(), static_cast<std::size_t>(earliest - all.begin()));
    }
  }
}

}  // namespace
}  // namespace gigapod::testing
