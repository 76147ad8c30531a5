#include "analysis/scaling/end_shifts.hpp"

#include "analysis/scaling/best_curve.hpp"
#include "analysis/scaling/curve_end.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using testing::ElementsAre;

const std::vector<std::int64_t> kSizes = {256, 1024, 4096, 9216, 36'864, 147'456, 294'912, 589'824, 1'000'000};

std::vector<EndShift> studied(const Scenario& scenario, double critical_tokens) {
  GrowthTerms terms{scenario, 0, {}};
  if (critical_tokens > 0.0) terms.critical_batch = given_critical_batch(critical_tokens);
  const JobGrowth growth(terms);
  GrowthCurves curves = growth_curves(growth, kSizes, 1);
  curves.best = best_curve(growth, curves, 2000, 2);
  for (ScaleCurve* curve : {&curves.weak, &curves.strong, &curves.best}) {
    curve->end = curve_end(*curve, growth.power_chips(), growth.envelope());
  }
  return end_shifts(terms, curves, 2);
}

/// A job that is short of power, of time between failures and of batch.
const std::vector<EndShift>& made() {
  static const std::vector<EndShift> all = studied(made_scaling_scenario(), 5e8);
  return all;
}

/// The same where power is no matter.
const std::vector<EndShift>& powerful() {
  static const std::vector<EndShift> all = [] {
    Scenario scenario = made_scaling_scenario();
    scenario.site.power.grid_power = Watts(1e12);
    return studied(scenario, 0.0);
  }();
  return all;
}

const EndShift& of(const std::vector<EndShift>& all, const std::string& name, const std::string& curve) {
  return *std::find_if(all.begin(), all.end(), [&](const EndShift& s) { return s.name == name && s.curve == curve; });
}

struct Direction {
  const char* input;
  bool helps;  ///< more of it
};

class ShiftDirection : public ::testing::TestWithParam<Direction> {};

TEST_P(ShiftDirection, IsThatOfTheInput) {
  const auto [input, helps] = GetParam();
  for (const auto* study : {&made(), &powerful()}) {
    for (const char* curve : {"weak", "strong", "best"}) {
      // Near the critical batch a larger one may help or not.
      const std::string name = input;
      if (study == (name == "batch" ? &made() : name == "critical_batch" ? &powerful() : nullptr)) continue;
      const EndShift& s = of(*study, input, curve);
      const double less = helps ? s.halved : s.doubled;
      const double more = helps ? s.doubled : s.halved;
      EXPECT_LE(less, s.base * (1.0 + 1e-9)) << curve;
      EXPECT_GE(more, s.base * (1.0 - 1e-9)) << curve;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Inputs, ShiftDirection,
                         ::testing::Values(Direction{"dcn_bandwidth", true}, Direction{"ici_bandwidth", true},
                                           Direction{"hbm_capacity", true}, Direction{"hbm_bandwidth", true},
                                           Direction{"failure_rate", false}, Direction{"restart_time", false},
                                           Direction{"checkpoint_storage", true}, Direction{"power_envelope", true},
                                           Direction{"batch", true}, Direction{"critical_batch", true},
                                           Direction{"straggler_spread", false}),
                         [](const auto& test) { return std::string(test.param.input); });

TEST(EndShifts, MoveTheEndsThatTheyAreAbout) {
  EXPECT_LT(of(powerful(), "failure_rate", "weak").doubled, 0.7 * of(powerful(), "failure_rate", "weak").base);
  EXPECT_GT(of(powerful(), "batch", "strong").doubled, 1.2 * of(powerful(), "batch", "strong").base);
  EXPECT_GT(of(powerful(), "ici_bandwidth", "strong").doubled, of(powerful(), "ici_bandwidth", "strong").base);
  EXPECT_EQ(of(powerful(), "power_envelope", "weak").effect(), 1.0);
}

TEST(EndShifts, ComeWithTheLargestEffectFirst) {
  const auto falls = [](const EndShift& a, const EndShift& b) { return a.effect() > b.effect(); };

  EXPECT_TRUE(std::is_sorted(made().begin(), made().end(), falls));
  EXPECT_GT(made().front().effect(), 1.0);
}

TEST(EndShifts, LeaveTheCriticalBatchOutWhereThereIsNone) {
  const auto is_critical = [](const EndShift& s) { return s.name == "critical_batch"; };

  EXPECT_TRUE(std::any_of(made().begin(), made().end(), is_critical));
  EXPECT_TRUE(std::none_of(powerful().begin(), powerful().end(), is_critical));
}

std::vector<std::string> texts(const EndShift& shift) {
  std::vector<std::string> all;
  for (const EndShiftSentence& sentence : end_shift_sentences(shift)) all.push_back(sentence.text);
  return all;
}

TEST(EndShiftSentences, SayWhatMovesWhere) {
  const EndShift dcn{"dcn_bandwidth", "weak", "DCN bandwidth", 180'000.0, false, 91'000.0, false, 310'000.0, false};
  const EndShift power{"power_envelope", "best", "power envelope", 1e6, true, 5e5, false, 1e6, true};

  EXPECT_THAT(texts(dcn),
              ElementsAre("2x DCN bandwidth moves the end of the weak curve from 180 k to 310 k chips",
                          "half the DCN bandwidth moves the end of the weak curve from 180 k to 91.0 k chips"));
  EXPECT_THAT(
      texts(power),
      ElementsAre("half the power envelope moves the end of the best curve from beyond 1.00 M to 500 k chips"));
}

}  // namespace
}  // namespace gigapod
