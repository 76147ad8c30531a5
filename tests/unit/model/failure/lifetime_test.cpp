#include "sim/model/failure/lifetime.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

using namespace literals;

FailureClass daily() {
  FailureClass failure;
  failure.name = "daily";
  failure.rate = Hertz(1.0 / 86400.0);
  return failure;
}

TEST(Lifetime, SuperposesExponentialLivesAsAPoissonProcess) {
  const Lifetime lifetime(daily(), 1.0);

  // 1000 components at one a day: a draw of 1 is a wait of 86.4 s from any time.
  EXPECT_NEAR(lifetime.next_of(1000.0, 0_s, 1.0).value(), 86.4, 1e-9);
  EXPECT_NEAR(lifetime.next_of(1000.0, 5000_s, 1.0).value(), 5086.4, 1e-8);
  EXPECT_NEAR(lifetime.end_of_life(5000_s, 2.0).value(), 5000.0 + 2.0 * 86400.0, 1e-6);
}

TEST(Lifetime, FollowsTheWeibullHazardOfASharedAge) {
  FailureClass failure = daily();
  failure.shape = 2.0;
  const Lifetime lifetime(failure, 1.0);
  const double scale = 86400.0 / std::tgamma(1.5);

  // (t / eta)^2 grows by draw / n.
  EXPECT_NEAR(lifetime.next_of(4.0, 0_s, 1.0).value(), scale / 2.0, 1e-6);
  EXPECT_NEAR(lifetime.next_of(4.0, Seconds(scale / 2.0), 2.0).value(), scale * std::sqrt(0.75), 1e-6);
}

TEST(Lifetime, StartsAnAgedSiteOnTheLaterPartOfTheHazard) {
  FailureClass young = daily();
  young.shape = 3.0;
  FailureClass old = young;
  old.age = 2_h;

  const Seconds after_two_hours = Lifetime(young, 1.0).next_of(10.0, 2_h, 0.5) - 2_h;

  EXPECT_NEAR(Lifetime(old, 1.0).next_of(10.0, 0_s, 0.5).value(), after_two_hours.value(), 1e-6);
}

TEST(Lifetime, HasTheMeanOfItsRate) {
  for (const double shape : {0.5, 0.7, 1.0, 2.0}) {
    FailureClass failure = daily();
    failure.shape = shape;
    const Lifetime lifetime(failure, 1.0);
    RandomStream draws = RandomStreams(1).stream("test");
    double sum = 0.0;
    constexpr int kLives = 200000;
    for (int i = 0; i < kLives; ++i) sum += lifetime.end_of_life(0_s, draws.exponential(Hertz(1.0)).value()).value();

    EXPECT_NEAR(sum / kLives / 86400.0, 1.0, 0.02) << shape;
  }
}

TEST(Lifetime, RunsFasterWhileTheSiteIsNew) {
  FailureClass failure = daily();
  failure.infant_factor = 4.0;
  failure.infant_time = 10_h;
  const Lifetime lifetime(failure, 1.0);

  // A first failure at four times the rate; long after, at the later rate; between, the summed hazard
  // t + 3 tau (1 - exp(-t / tau)) has grown by the draw.
  EXPECT_NEAR(lifetime.next_of(86400.0, 0_s, 0.04).value(), 0.01, 1e-6);
  EXPECT_NEAR((lifetime.next_of(1.0, 1000_h, 1.0) - 1000_h).value(), 86400.0, 1e-3);
  const double end = lifetime.next_of(1.0, 0_s, 1.0).value();
  EXPECT_NEAR(end + 3.0 * 36000.0 * (1.0 - std::exp(-end / 36000.0)), 86400.0, 1e-6);
}

TEST(Lifetime, KeepsTheMeanRateOverLemonsAndOthers) {
  const LemonFactors factors = lemon_factors(0.02, 50.0);

  EXPECT_NEAR(0.02 * factors.lemon + 0.98 * factors.other, 1.0, 1e-12);
  EXPECT_NEAR(factors.lemon / factors.other, 50.0, 1e-12);
}

}  // namespace
}  // namespace gigapod
