#include "sim/model/power/breaker.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using namespace literals;

BreakerSpec plain() {
  BreakerSpec breaker;
  breaker.pickup = 1.0;
  breaker.time_dial = 1.0;
  return breaker;
}

TEST(Breaker, TripsAtTheTimesOfTheStandard) {
  // IEEE C37.112, very inverse, time dial 1: 19.61 / (M^2 - 1) + 0.491.
  EXPECT_NEAR(trip_time(plain(), 1.5)->value(), 16.179, 1e-3);
  EXPECT_NEAR(trip_time(plain(), 2.0)->value(), 7.0277, 1e-4);
  EXPECT_NEAR(trip_time(plain(), 5.0)->value(), 1.3081, 1e-4);
}

TEST(Breaker, NeverTripsAtItsRatingAndAtOnceInAShortCircuit) {
  EXPECT_FALSE(trip_time(plain(), 1.0));
  EXPECT_FALSE(trip_time(BreakerSpec{}, 1.04));
  EXPECT_EQ(*trip_time(plain(), 8.0), 0_s);
}

TEST(Breaker, ComesToRestAtTheTimesOfTheStandard) {
  EXPECT_NEAR(reset_time(plain(), 0.0)->value(), 21.6, 1e-12);
  EXPECT_NEAR(reset_time(plain(), 0.8)->value(), 60.0, 1e-9);
  EXPECT_FALSE(reset_time(plain(), 1.0));
}

TEST(Breaker, AddsUpOverloadsOfDifferentSize) {
  BreakerState state(plain());

  EXPECT_FALSE(state.advance(2.0, *trip_time(plain(), 2.0) * 0.5));
  EXPECT_NEAR(state.travel(), 0.5, 1e-12);
  EXPECT_NEAR(state.time_to_trip(1.5)->value(), 0.5 * trip_time(plain(), 1.5)->value(), 1e-9);
  EXPECT_TRUE(state.advance(1.5, *trip_time(plain(), 1.5) * 0.5001));
  EXPECT_EQ(*state.time_to_trip(0.1), 0_s);
}

TEST(Breaker, ForgetsAnOverloadUnderALightLoad) {
  BreakerState state(plain());
  state.advance(2.0, *trip_time(plain(), 2.0) * 0.6);

  state.advance(0.0, 21.6_s * 0.25);
  EXPECT_NEAR(state.travel(), 0.35, 1e-12);
  state.advance(1.0, 1_h);
  EXPECT_NEAR(state.travel(), 0.35, 1e-12);
  state.advance(0.5, 1_h);
  EXPECT_EQ(state.travel(), 0.0);
}

TEST(Breaker, StaysTrippedUntilItIsClosed) {
  BreakerState state(plain());
  EXPECT_TRUE(state.advance(9.0, 0_s));
  EXPECT_TRUE(state.advance(0.0, 1_h));

  state.close();

  EXPECT_FALSE(state.has_tripped());
}

TEST(Breaker, TripsSoonerTheLargerTheOverload) {
  for (double overload = 1.06; overload < 7.9; overload += 0.05) {
    EXPECT_GT(*trip_time(BreakerSpec{}, overload), *trip_time(BreakerSpec{}, overload + 0.05));
  }
}

TEST(Breaker, DoesNotCareHowAConstantOverloadIsCutUp) {
  RandomStream random(5);
  for (int run = 0; run < 200; ++run) {
    const double overload = 0.5 + 2.0 * random.uniform();
    BreakerState whole(plain());
    BreakerState parts(plain());
    whole.advance(1.5, 8_s);
    parts.advance(1.5, 8_s);
    const Seconds length = 30_s * random.uniform();
    whole.advance(overload, length);
    for (int i = 0; i < 10; ++i) parts.advance(overload, length / 10.0);
    ASSERT_NEAR(whole.travel(), parts.travel(), 1e-9);
  }
}

/// A load that never passes M for the whole time of M's trip does not trip the breaker.
TEST(Breaker, NeverTripsBelowTheCurveOfItsLargestOverload) {
  RandomStream random(7);
  for (int run = 0; run < 200; ++run) {
    BreakerState state(plain());
    double largest = 0.0;
    Seconds over;
    for (int i = 0; i < 50 && !state.has_tripped(); ++i) {
      const double overload = 2.0 * random.uniform();
      const Seconds length = 2_s * random.uniform();
      largest = std::max(largest, overload);
      if (overload > 1.0) over += length;
      state.advance(overload, length);
    }
    if (state.has_tripped()) {
      ASSERT_GE(over, *trip_time(plain(), largest) * (1.0 - 1e-9));
    }
  }
}

}  // namespace
}  // namespace gigapod
