#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

TEST(RandomStreams, SameSeedAndNameGiveTheSameDraws) {
  RandomStream a = RandomStreams(42).stream("failure/host", 3);
  RandomStream b = RandomStreams(42).stream("failure/host", 3);

  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.uniform(), b.uniform());
}

TEST(RandomStreams, ADrawInOneStreamMovesNoOther) {
  const RandomStreams streams(42);
  RandomStream untouched = streams.stream("demand");
  RandomStream other = streams.stream("failure/host");
  for (int i = 0; i < 1000; ++i) (void)other.uniform();
  RandomStream again = RandomStreams(42).stream("demand");

  EXPECT_EQ(untouched.uniform(), again.uniform());
  EXPECT_NE(streams.stream("demand", 1).uniform(), streams.stream("demand", 2).uniform());
}

TEST(RandomStream, ExponentialHasTheMeanOfItsRate) {
  RandomStream stream(1);
  double sum = 0.0;
  constexpr int kDraws = 200000;

  for (int i = 0; i < kDraws; ++i) sum += stream.exponential(Hertz(4.0)).value();

  EXPECT_NEAR(sum / kDraws, 0.25, 4 * 0.25 / std::sqrt(kDraws));
}

TEST(RandomStream, DrawsArePinned) {
  RandomStream stream = RandomStreams(1).stream("pin");

  EXPECT_EQ(stream.below(1000000), 206572U);
}

}  // namespace
}  // namespace gigapod
