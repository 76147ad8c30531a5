#pragma once

#include "sim/base/quantity.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace gigapod {

/// A clock that a workload can run at.
struct ClockLevel {
  double clock = 1.0;  ///< of the full one
  double speed = 1.0;  ///< of its throughput at the full clock
  Watts draw;          ///< the most it draws under the envelope
  // Of fleets:
  Watts drained{};    ///< what it draws when none of its replicas takes requests
  double busy = 1.0;  ///< share of the replicas that its requests keep busy: with more of them it draws `draw`
};

enum class PowerAction {
  kRun,
  kPause,  ///< stands still on its chips, which draw idle power
  kYield   ///< saves what it did, gives its chips up and waits again
};

/// What becomes of a workload.
struct PowerDecision {
  std::size_t level = 0;  ///< index of its clock
  PowerAction action = PowerAction::kRun;
  double serving = 1.0;  ///< share of a fleet's replicas that take requests; the others stand by
  bool operator==(const PowerDecision&) const = default;
};

/// A workload under an envelope.
struct CappedLoad {
  std::string_view name;
  int priority = 0;
  double chips = 0.0;                    ///< that it holds under the envelope
  std::span<const ClockLevel> levels{};  ///< full clock first, then slower and drawing less
  Watts idle;                            ///< what it draws when it is paused
  bool can_pause = false;
  bool can_yield = false;
  // Of a fleet:
  double least_serving = 1.0;  ///< share of its replicas that never drains
  double least_speed = 0.0;    ///< share of its throughput that clocks and draining leave together

  [[nodiscard]] Watts draw(const PowerDecision& decision) const;
};

/// Decides who gives way when an envelope is too small for what runs under it. Pure.
class PowerCapPolicy {
 public:
  static constexpr const char* kRegistryName = "power_policy";
  virtual ~PowerCapPolicy() = default;
  /// Lowers `decisions`, beside `loads`, until the draws add up to `budget` or nobody can give more. Never raises
  /// one.
  virtual void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const = 0;
};

/// Draw of all at these decisions.
[[nodiscard]] Watts total_draw(std::span<const CappedLoad> loads, std::span<const PowerDecision> decisions);
/// Indices, lowest priority first; of one priority the last first.
[[nodiscard]] std::vector<std::size_t> who_gives_way(std::span<const CappedLoad> loads);
/// True when there is a lower clock that leaves a fleet its least speed.
[[nodiscard]] bool can_slow(const CappedLoad& load, const PowerDecision& decision);
/// Pauses jobs (or lets them yield) and drains replicas of fleets, in that order, until the budget holds; who can't
/// keeps its clock.
void stop_until(Watts budget, PowerAction action, std::span<const CappedLoad> loads,
                std::span<PowerDecision> decisions);
/// Lowers clocks one by one in that order, each to the level that the budget needs.
void slow_until(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions);

}  // namespace gigapod
