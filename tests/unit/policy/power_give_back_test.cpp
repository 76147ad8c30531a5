// What a policy stopped goes on where it fits beside what is left.
#include "sim/policy/power_give_back.hpp"

#include "sim/base/random.hpp"
#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace gigapod {
namespace {

using namespace literals;
using Levels = std::array<ClockLevel, 3>;
using Decisions = std::vector<PowerDecision>;

std::unique_ptr<PowerCapPolicy> policy(const std::string& name) { return Registry<PowerCapPolicy>::make(name, {}); }

/// Clocks of a workload of that size: full, 0.8 and 0.6.
Levels levels_of(Watts size, Watts drained = Watts(0.0), double busy = 1.0) {
  Levels levels{{{1.0, 1.0, size}, {0.8, 0.85, 0.7 * size}, {0.6, 0.7, 0.5 * size}}};
  for (ClockLevel& level : levels) {
    level.drained = drained;
    level.busy = busy;
  }
  return levels;
}

CappedLoad job(const Levels& levels, int priority) {
  CappedLoad load;
  load.priority = priority;
  load.chips = levels[0].draw.value();
  load.levels = levels;
  load.idle = 0.2 * levels[0].draw;
  load.can_pause = load.can_yield = true;
  return load;
}

CappedLoad fleet(const Levels& levels, int priority) {
  CappedLoad load = job(levels, priority);
  load.can_pause = load.can_yield = false;
  load.least_serving = 0.0;
  return load;
}

Decisions decided(const std::string& name, Watts budget, const std::vector<CappedLoad>& loads) {
  Decisions decisions(loads.size());
  choose_and_give_back(*policy(name), budget, loads, decisions);
  return decisions;
}

TEST(PowerGiveBack, KeepsASmallJobThatFitsBesideTheLargeOneThatStopped) {
  const Levels large = levels_of(100_MW);
  const Levels small = levels_of(10_MW);
  const std::vector<CappedLoad> loads = {job(large, 20), job(small, 10)};

  for (const char* name : {"pause", "preempt"}) {
    const Decisions decisions = decided(name, 90_MW, loads);
    EXPECT_NE(decisions[0].action, PowerAction::kRun) << name;
    EXPECT_EQ(decisions[1], PowerDecision{}) << name;
  }
}

TEST(PowerGiveBack, RaisesClocksAndReplicasBesideALargeJobThatStopped) {
  const Levels large = levels_of(100_MW);
  const Levels other = levels_of(10_MW);
  const Levels replicas = levels_of(10_MW, 2_MW);
  const std::vector<CappedLoad> loads = {job(large, 20), job(other, 30), fleet(replicas, 10)};

  for (const char* name : {"by_priority", "proportional", "least_loss"}) {
    const Decisions decisions = decided(name, 45_MW, loads);  // 50 MW and more for the large one at its lowest clock
    EXPECT_EQ(decisions[0].action, PowerAction::kPause) << name;
    EXPECT_EQ(decisions[1], PowerDecision{}) << name;
    EXPECT_EQ(decisions[2], PowerDecision{}) << name;
  }
}

TEST(PowerGiveBack, GivesTheHighestPriorityFirst) {
  const Levels large = levels_of(100_MW);
  const Levels small = levels_of(10_MW);
  const std::vector<CappedLoad> loads = {job(small, 10), job(small, 15), job(large, 20)};

  const Decisions decisions = decided("pause", 33_MW, loads);  // 24 MW with all paused, 8 MW for each small one

  EXPECT_EQ(decisions[0].action, PowerAction::kPause);
  EXPECT_EQ(decisions[1], PowerDecision{});
  EXPECT_EQ(decisions[2].action, PowerAction::kPause);
}

TEST(PowerGiveBack, RaisesNothingAboveWhatItWasGiven) {
  const Levels large = levels_of(100_MW);
  const Levels small = levels_of(10_MW);
  const std::vector<CappedLoad> loads = {job(large, 20), job(small, 10)};
  Decisions decisions = {{}, {1, PowerAction::kPause, 1.0}};

  choose_and_give_back(*policy("pause"), 90_MW, loads, decisions);

  EXPECT_EQ(decisions[1].action, PowerAction::kPause);
}

/// Loads of three priorities and of sizes that differ by a thousand.
struct RandomLoads {
  explicit RandomLoads(RandomStream& random) : levels(1 + random.below(8)) {
    for (Levels& own : levels) {
      const Watts size = Watts(1e6) * std::pow(1e3, random.uniform());
      const bool is_fleet = random.uniform() < 0.4;
      own = is_fleet ? levels_of(size, 0.2 * size, 0.2 + 0.8 * random.uniform()) : levels_of(size);
      const int priority = static_cast<int>(random.below(3));
      loads.push_back(is_fleet ? fleet(own, priority) : job(own, priority));
    }
  }
  std::vector<Levels> levels;
  std::vector<CappedLoad> loads;
};

/// No job and no replica that stopped would fit at the clock at which it stopped.
void expect_nothing_fits(Watts left, const CappedLoad& load, const PowerDecision& decision, std::size_t level) {
  const bool is_stopped = decision.action != PowerAction::kRun || decision.serving < load.levels[level].busy;
  if (!is_stopped) return;
  PowerDecision more{decision.action == PowerAction::kRun ? decision.level : level, PowerAction::kRun, 1.0};
  EXPECT_GT(load.draw(more) - load.draw(decision), left * (1.0 - 1e-6) - Watts(1e-3));
  if (decision.action != PowerAction::kRun) return;
  EXPECT_LE(left, Watts(1e-3) + 1e-6 * load.levels[0].draw);  // replicas take whatever is left
}

TEST(PowerGiveBack, HoldsTheBudgetAndLeavesNothingStoppedThatFits) {
  RandomStream random(5);
  int given_back = 0;
  for (const std::string& name : Registry<PowerCapPolicy>::names()) {
    const bool stops_first = name == "pause" || name == "preempt";
    for (int run = 0; run < 500; ++run) {
      const RandomLoads any(random);
      const Decisions free(any.loads.size());
      Watts least;
      for (const CappedLoad& load : any.loads) least += load.can_pause ? load.idle : load.levels.back().drained;
      const Watts all = total_draw(any.loads, free);
      const Watts budget = least + (all - least) * random.uniform();

      const Decisions decisions = decided(name, budget, any.loads);

      const Watts left = budget - total_draw(any.loads, decisions);
      EXPECT_GE(left, -1e-6 * budget) << name;
      for (std::size_t i = 0; i < decisions.size(); ++i) {
        expect_nothing_fits(left, any.loads[i], decisions[i], stops_first ? 0 : 2);
      }
      Decisions chosen(any.loads.size());
      policy(name)->choose(budget, any.loads, chosen);
      given_back += total_draw(any.loads, decisions) > total_draw(any.loads, chosen) * (1.0 + 1e-6) ? 1 : 0;
    }
  }
  EXPECT_GT(given_back, 100);
}

}  // namespace
}  // namespace gigapod
