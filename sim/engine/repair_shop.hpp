#pragma once

#include "sim/base/quantity.hpp"
#include "sim/engine/engine_context.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace gigapod {

/// The crews that mend failures: at most so many repairs go on at once, the others wait for their turn.
class RepairShop {
 public:
  explicit RepairShop(const RecoverySpec& recovery) : recovery_(&recovery) {}

  /// A repair of `work` is wanted; `severity` is the chips it keeps from work. Its end is a kRepair event about
  /// `incident`.
  void ask(std::uint32_t incident, double severity, Seconds work, EngineContext& context);
  /// A repair asked for here ended; its crew takes the next.
  void end(EngineContext& context);

 private:
  struct Waiting {
    std::uint32_t incident = 0;
    Seconds work;
    Seconds since;
  };
  void begin(const Waiting& repair, EngineContext& context);
  void write_queue(EngineContext& context) const;

  const RecoverySpec* recovery_;
  int busy_crews_ = 0;
  std::uint64_t asked_ = 0;
  std::map<std::pair<double, std::uint64_t>, Waiting> waiting_;  ///< by (minus severity, order of asking)
};

}  // namespace gigapod
