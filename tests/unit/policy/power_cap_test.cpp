#include "sim/policy/power_cap.hpp"

#include "sim/base/random.hpp"
#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace gigapod {
namespace {

using namespace literals;

/// Full clock, 0.8 and 0.6: compute-bound work slows with its clock, memory-bound work hardly.
const std::vector<ClockLevel> kCompute = {{1.0, 1.0, 100_MW}, {0.8, 0.8, 70_MW}, {0.6, 0.6, 50_MW}};
const std::vector<ClockLevel> kMemory = {{1.0, 1.0, 100_MW}, {0.8, 0.98, 85_MW}, {0.6, 0.9, 75_MW}};

CappedLoad load(const char* name, int priority, const std::vector<ClockLevel>& levels, bool can_stop = true) {
  CappedLoad load;
  load.name = name;
  load.priority = priority;
  load.chips = 1e5;
  load.levels = levels;
  load.idle = 20_MW;
  load.can_pause = load.can_yield = can_stop;
  return load;
}

const std::vector<CappedLoad> kLoads = {load("research", 10, kCompute), load("products", 50, kCompute),
                                        load("chat", 100, kMemory, false)};

std::unique_ptr<PowerCapPolicy> policy(const std::string& name) { return Registry<PowerCapPolicy>::make(name, {}); }

std::vector<PowerDecision> decisions(const std::string& name, Watts budget) {
  std::vector<PowerDecision> all(kLoads.size());
  policy(name)->choose(budget, kLoads, all);
  return all;
}

using Decisions = std::vector<PowerDecision>;
constexpr PowerDecision kFull{0, PowerAction::kRun, 1.0};
constexpr PowerDecision kMiddle{1, PowerAction::kRun, 1.0};
constexpr PowerDecision kLowest{2, PowerAction::kRun, 1.0};
constexpr PowerDecision kPaused{0, PowerAction::kPause, 1.0};

TEST(PowerCap, ProportionalSlowsEverybodyAlike) {
  EXPECT_EQ(decisions("proportional", 225_MW), (Decisions{kMiddle, kMiddle, kMiddle}));
  EXPECT_EQ(decisions("proportional", 175_MW), (Decisions{kLowest, kLowest, kLowest}));
}

TEST(PowerCap, ProportionalPausesTheLowestPriorityWhenClocksAreNotEnough) {
  EXPECT_EQ(decisions("proportional", 145_MW), (Decisions{{2, PowerAction::kPause, 1.0}, kLowest, kLowest}));
}

TEST(PowerCap, ByPriorityTakesFromTheLowestFirst) {
  EXPECT_EQ(decisions("by_priority", 270_MW), (Decisions{kMiddle, kFull, kFull}));
  EXPECT_EQ(decisions("by_priority", 220_MW), (Decisions{kLowest, kMiddle, kFull}));
}

TEST(PowerCap, PauseStopsWholeJobsAndKeepsTheRestAtFullClock) {
  EXPECT_EQ(decisions("pause", 225_MW), (Decisions{kPaused, kFull, kFull}));
  EXPECT_EQ(decisions("pause", 130_MW), (Decisions{kPaused, kPaused, kMiddle}));
}

/// A fleet that draws 75 MW more than its idle power at any load that keeps `busy` of its replicas at work.
CappedLoad fleet(std::vector<ClockLevel>& levels, int priority, double busy, double least_speed) {
  levels = {{1.0, 1.0, 100_MW, 25_MW, busy}};
  CappedLoad fleet = load("fleet", priority, levels, false);
  fleet.least_serving = 0.0;
  fleet.least_speed = least_speed;
  return fleet;
}

TEST(PowerCap, DrainsReplicasWhenTheirTurnComes) {
  std::vector<ClockLevel> urgent;
  std::vector<ClockLevel> free;
  const std::vector<CappedLoad> loads = {fleet(urgent, 100, 1.0, 0.9), load("train", 60, kCompute),
                                         fleet(free, 50, 1.0, 0.0)};
  const auto decide = [&](Watts budget) {
    std::vector<PowerDecision> all(loads.size());
    policy("pause")->choose(budget, loads, all);
    return all;
  };

  EXPECT_NEAR(decide(270_MW)[2].serving, 0.6, 1e-12);  // 30 of the 75 MW
  EXPECT_EQ(decide(270_MW)[1], kFull);
  EXPECT_NEAR(decide(225_MW)[2].serving, 0.0, 1e-12);
  EXPECT_EQ(decide(224_MW)[1], kPaused);
  EXPECT_EQ(decide(224_MW)[0].serving, 1.0);
  EXPECT_NEAR(decide(100_MW)[0].serving, 0.9, 1e-12);  // no cap goes further
}

TEST(PowerCap, DrainingIdleReplicasSavesNothing) {
  std::vector<ClockLevel> levels;
  const std::vector<CappedLoad> loads = {fleet(levels, 50, 0.4, 0.0)};
  std::vector<PowerDecision> all(1);

  policy("pause")->choose(70_MW, loads, all);

  EXPECT_NEAR(all[0].serving, 0.4 * 45.0 / 75.0, 1e-12);
  EXPECT_NEAR(loads[0].draw(all[0]) / 70_MW, 1.0, 1e-12);
  EXPECT_EQ(loads[0].draw({0, PowerAction::kRun, 0.4}), 100_MW);
}

TEST(PowerCap, ClocksComeBeforeReplicasWhereThePolicySlows) {
  std::vector<ClockLevel> levels = kMemory;
  for (ClockLevel& level : levels) level.drained = 20_MW;
  CappedLoad chat = load("chat", 10, levels, false);
  chat.least_serving = 0.0;
  const std::vector<CappedLoad> loads = {chat};
  for (const char* name : {"proportional", "by_priority", "least_loss"}) {
    std::vector<PowerDecision> all(1);
    policy(name)->choose(75_MW, loads, all);
    EXPECT_EQ(all[0], kLowest) << name;
    policy(name)->choose(47.5_MW, loads, all);
    EXPECT_NEAR(all[0].serving, 0.5, 1e-12) << name;
  }
}

TEST(PowerCap, ReplicasThatNeverDrainDoNotKeepClocksUp) {
  std::vector<ClockLevel> levels = kCompute;
  for (ClockLevel& level : levels) level.drained = 20_MW;
  CappedLoad chat = load("chat", 10, levels, false);
  chat.least_serving = 0.5;
  const std::vector<CappedLoad> loads = {chat};
  std::vector<PowerDecision> all(1);

  policy("pause")->choose(45_MW, loads, all);  // half of 80 MW above the 20, then lower clocks

  EXPECT_NEAR(all[0].serving, 0.5, 1e-12);
  EXPECT_EQ(all[0].level, 1u);
}

TEST(PowerCap, NoPolicyLeavesAFleetLessThanItsLeastSpeed) {
  std::vector<ClockLevel> levels = kCompute;
  for (ClockLevel& level : levels) level.drained = 20_MW;
  CappedLoad chat = load("chat", 10, levels, false);
  chat.least_serving = 0.0;
  chat.least_speed = 0.7;
  const std::vector<CappedLoad> loads = {chat};
  for (const std::string& name : Registry<PowerCapPolicy>::names()) {
    std::vector<PowerDecision> all(1);
    all[0].serving = 0.9;  // an envelope before had it drain
    policy(name)->choose(10_MW, loads, all);
    EXPECT_GE(levels[all[0].level].speed * all[0].serving, 0.7 - 1e-12) << name;
    EXPECT_LT(all[0].serving, 0.9) << name;
  }
}

TEST(PowerCap, PreemptSendsJobsBack) {
  EXPECT_EQ(decisions("preempt", 225_MW), (Decisions{{0, PowerAction::kYield, 1.0}, kFull, kFull}));
}

TEST(PowerCap, LeastLossSlowsMemoryBoundWorkFirst) {
  EXPECT_EQ(decisions("least_loss", 285_MW), (Decisions{kFull, kFull, kMiddle}));
  // From there the memory-bound one would lose 0.008 a MW, the others 0.0067.
  EXPECT_EQ(decisions("least_loss", 225_MW), (Decisions{kMiddle, kMiddle, kMiddle}));
  EXPECT_EQ(decisions("least_loss", 220_MW), (Decisions{kMiddle, kMiddle, kLowest}));
}

TEST(PowerCap, NeverRaisesADecisionAndHoldsTheBudgetWhereItCanBeHeld) {
  RandomStream random(3);
  for (const std::string& name : Registry<PowerCapPolicy>::names()) {
    for (int run = 0; run < 200; ++run) {
      std::vector<CappedLoad> loads;
      for (int i = 0; i < 1 + static_cast<int>(random.below(8)); ++i) {
        loads.push_back(load("any", static_cast<int>(random.below(3)), random.uniform() < 0.5 ? kCompute : kMemory,
                             random.uniform() < 0.7));
      }
      std::vector<PowerDecision> before(loads.size());
      for (PowerDecision& decision : before) decision.level = random.below(2);
      std::vector<PowerDecision> after = before;
      const Watts budget = total_draw(loads, before) * random.uniform();
      policy(name)->choose(budget, loads, after);
      Watts least;
      for (std::size_t i = 0; i < loads.size(); ++i) {
        EXPECT_LE(loads[i].draw(after[i]), loads[i].draw(before[i])) << name;
        EXPECT_TRUE(after[i].action == PowerAction::kRun || loads[i].can_pause) << name;
        least += loads[i].can_pause ? loads[i].idle : loads[i].levels.back().draw;
      }
      EXPECT_LE(total_draw(loads, after), max(budget, least) * (1.0 + 1e-12)) << name;
    }
  }
}

}  // namespace
}  // namespace gigapod
