#include "sim/serving/request_queue.hpp"

#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

struct Waiting {
  LiveRequests requests;
  std::unique_ptr<RequestScheduler> scheduler;

  std::uint32_t add(std::uint32_t index, double rank, std::int32_t tenant = 0) {
    LiveRequest request;
    request.index = index;
    request.rank = rank;
    request.tenant = tenant;
    return requests.add(request);
  }
};

std::vector<std::uint32_t> order(RequestQueue& queue, const LiveRequests& requests) {
  std::vector<std::uint32_t> all;
  while (!queue.is_empty()) {
    all.push_back(requests[queue.front(0)].index);
    queue.pop();
  }
  return all;
}

TEST(RequestQueue, GoesByRankThenArrival) {
  Waiting waiting;
  waiting.scheduler = Registry<RequestScheduler>::make("fcfs");
  RequestQueue queue(waiting.requests, *waiting.scheduler);
  queue.push(waiting.add(3, 1.0), 0);
  queue.push(waiting.add(1, 1.0), 0);
  queue.push(waiting.add(2, 0.0), 0);
  EXPECT_EQ(queue.size(), 3);
  EXPECT_EQ(order(queue, waiting.requests), (std::vector<std::uint32_t>{2, 1, 3}));
}

TEST(RequestQueue, ServesTheTenantThatHasHadLeast) {
  Waiting waiting;
  waiting.scheduler = Registry<RequestScheduler>::make("tenant_fair");
  RequestQueue queue(waiting.requests, *waiting.scheduler);
  for (std::uint32_t i = 0; i < 4; ++i) queue.push(waiting.add(i, 0.0, i < 2 ? 0 : 1), 0);

  EXPECT_EQ(waiting.requests[queue.front(0)].index, 0u);
  queue.tenants().start(0, 100);
  queue.pop();
  EXPECT_EQ(waiting.requests[queue.front(0)].index, 2u);
  queue.tenants().start(1, 300);
  queue.pop();
  EXPECT_EQ(waiting.requests[queue.front(0)].index, 1u);
  // A running request of tenant 0 produces 150 tokens, which weigh twice as much.
  queue.tenants().join(0, 0);
  EXPECT_EQ(waiting.requests[queue.front(150)].index, 3u);
}

TEST(RequestQueue, ATenantThatComesBackIsNotAheadOfThoseThatWait) {
  Waiting waiting;
  waiting.scheduler = Registry<RequestScheduler>::make("tenant_fair");
  RequestQueue queue(waiting.requests, *waiting.scheduler);
  queue.tenants().start(0, 1000);
  queue.push(waiting.add(0, 0.0, 0), 0);
  queue.push(waiting.add(1, 0.0, 1), 0);  // had nothing yet: lifted to 1000, the earlier arrival goes first
  EXPECT_EQ(waiting.requests[queue.front(0)].index, 0u);
}

TEST(RequestQueue, GivesUpAll) {
  Waiting waiting;
  waiting.scheduler = Registry<RequestScheduler>::make("tenant_fair");
  RequestQueue queue(waiting.requests, *waiting.scheduler);
  for (std::uint32_t i = 0; i < 4; ++i) queue.push(waiting.add(i, 0.0, static_cast<std::int32_t>(i % 2)), 0);
  EXPECT_EQ(queue.take_all().size(), 4u);
  EXPECT_TRUE(queue.is_empty());
}

}  // namespace
}  // namespace gigapod::testing
