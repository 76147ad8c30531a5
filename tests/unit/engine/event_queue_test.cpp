#include "sim/engine/event_queue.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

using namespace literals;

TEST(EventQueue, TakesTheEarliestFirst) {
  EventQueue queue;
  queue.add({3_s, EventKind::kSubmit, 3});
  queue.add({1_s, EventKind::kSubmit, 1});
  queue.add({2_s, EventKind::kSubmit, 2});

  EXPECT_EQ(queue.take().subject, 1U);
  EXPECT_EQ(queue.take().subject, 2U);
  EXPECT_EQ(queue.take().subject, 3U);
  EXPECT_TRUE(queue.is_empty());
}

TEST(EventQueue, HandlesSimultaneousEventsByKindThenInTheOrderAdded) {
  EventQueue queue;
  queue.add({1_s, EventKind::kSchedule, 0});
  queue.add({1_s, EventKind::kSubmit, 1});
  queue.add({1_s, EventKind::kSubmit, 2});
  queue.add({1_s, EventKind::kRepair, 3});

  EXPECT_EQ(queue.take().subject, 3U);
  EXPECT_EQ(queue.take().subject, 1U);
  EXPECT_EQ(queue.take().subject, 2U);
  EXPECT_EQ(queue.take().subject, 0U);
}

TEST(EventQueue, NeverRunsBackwardsWhateverIsAdded) {
  EventQueue queue;
  RandomStream random(5);
  for (std::uint32_t i = 0; i < 1000; ++i) queue.add({Seconds(random.uniform()), EventKind::kJobTimer, i});

  Event last = queue.take();
  std::size_t taken = 1;
  while (!queue.is_empty()) {
    const Event event = queue.take();
    EXPECT_GE(event.time, last.time);
    if (taken++ % 3 == 0) queue.add({event.time + Seconds(random.uniform()), EventKind::kFailure, 0});
    last = event;
    if (taken > 5000) break;
  }
}

}  // namespace
}  // namespace gigapod
