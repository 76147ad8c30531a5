#pragma once

#include "sim/engine/failure_reaction.hpp"
#include "sim/engine/power_control.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// Feeds of the power tree that fail at given times. What still carries the load is asked in this order: the units
/// that are left of a redundant feed, UPS batteries, generators. If nothing does, everything below the feed is dark
/// until it is mended; where the scenario limits the ramp it comes back pod by pod.
class PowerFaults {
 public:
  PowerFaults(FailureReaction& reaction, PowerControl& control, EngineContext& context);

  /// Plans every fault.
  void begin();
  /// A fault begins, goes dark or ends.
  void on_event(const Event& event);
  [[nodiscard]] std::int64_t blackouts() const { return blackouts_; }

 private:
  enum class Phase : std::uint64_t {
    kBegin,
    kTrip,  ///< the breaker of what is left opens, unless the load has come down
    kDark,  ///< batteries are empty
    kEnd,
  };
  struct Fault {
    const PowerFaultSpec* spec = nullptr;
    int node = 0;
    BlockRange blocks;
    FailureClass outage;  ///< as the failure of what is below
    bool is_dark = false;
    bool is_limited = false;
    Watts gas;  ///< that carries it
  };
  void plan(Seconds time, std::size_t fault, Phase phase);
  void begin(std::size_t index);
  void lose_units(std::size_t index);
  void lose_feed(std::size_t index);
  void go_dark(std::size_t index);
  void end(std::size_t index);
  void note(const Fault& fault, const std::string& what);
  [[nodiscard]] Seconds end_of(const Fault& fault) const { return fault.spec->at + fault.spec->duration; }

  FailureReaction& reaction_;
  PowerControl& control_;
  EngineContext& context_;
  std::vector<Fault> faults_;
  std::int64_t blackouts_ = 0;
};

}  // namespace gigapod
