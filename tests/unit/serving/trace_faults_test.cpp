#include "tests/unit/serving/setups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

using ::testing::ElementsAre;

TEST(TraceFaults, FindsNoneInAGoodTrace) {
  EXPECT_THAT(trace_faults(random_trace(100, 1.0, 100, 100, 1), llama_setup()), ElementsAre());
}

TEST(TraceFaults, NeedsARequest) {
  EXPECT_THAT(trace_faults({}, llama_setup()), ElementsAre("the trace has no requests"));
}

TEST(TraceFaults, NamesTheFirstRequestOfEachKind) {
  RequestTrace trace;
  trace.requests = {{Seconds(-1.0), 10, 10}, {Seconds(5.0), 0, 10}, {Seconds(4.0), 10, 0, -1}};
  trace.requests[2].hashes = 2;
  EXPECT_THAT(trace_faults(trace, llama_setup()),
              ElementsAre("request 1 arrives before time 0", "request 3 arrives before the one before it",
                          "request 2 has no prompt or no output", "request 3 has a tenant below 0",
                          "request 3 has prefix hashes that are not in the trace"));
}

TEST(TraceFaults, NeedsWholePagesForThePrefixCache) {
  ServingSetup setup = llama_setup();
  RequestTrace trace = random_trace(2, 1.0, 100, 100, 1);
  trace.prefix_block_tokens = 50;
  EXPECT_THAT(trace_faults(trace, setup), ElementsAre());
  setup.replica.has_prefix_cache = true;
  EXPECT_THAT(trace_faults(trace, setup),
              ElementsAre("prefix blocks of 50 tokens are not whole pages of 16 tokens; 48 tokens would be"));
}

}  // namespace
}  // namespace gigapod::testing
