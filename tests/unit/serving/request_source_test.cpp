#include "sim/serving/request_source.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

RequestTrace three_requests() {
  RequestTrace trace;
  for (const double at : {1.0, 2.0, 5.0}) trace.requests.push_back({Seconds(at), 10, 10});
  return trace;
}

TEST(RequestSource, AnOpenLoopKeepsTheTimesOfTheTrace) {
  const RequestTrace trace = three_requests();
  RequestSource source(trace, 0);
  EXPECT_EQ(source.next_time(), 1.0);
  EXPECT_EQ(source.take(), 0u);
  source.answer(1.5);
  EXPECT_EQ(source.next_time(), 2.0);
  EXPECT_EQ(source.take(), 1u);
  EXPECT_EQ(source.take(), 2u);
  EXPECT_TRUE(std::isinf(source.next_time()));
}

TEST(RequestSource, AClosedLoopWaitsForAnswers) {
  const RequestTrace trace = three_requests();
  RequestSource source(trace, 2);
  EXPECT_EQ(source.next_time(), 0.0);
  EXPECT_EQ(source.take(), 0u);
  EXPECT_EQ(source.take(), 1u);
  EXPECT_TRUE(std::isinf(source.next_time()));
  source.answer(7.0);
  EXPECT_EQ(source.next_time(), 7.0);
  EXPECT_EQ(source.take(), 2u);
  source.answer(8.0);
  EXPECT_TRUE(std::isinf(source.next_time()));
}

}  // namespace
}  // namespace gigapod::testing
