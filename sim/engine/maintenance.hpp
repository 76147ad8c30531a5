#pragma once

#include "sim/engine/failure_domains.hpp"
#include "sim/engine/failure_source.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace gigapod {

/// Planned work by rotation: the parts of the site one after the other, evenly over the period.
class Maintenance {
 public:
  Maintenance(const std::vector<MaintenanceSpec>& plans, const Site& site, const SiteSpec& spec);

  /// Plans the first notice of every plan.
  void begin(EngineContext& context);
  /// The part whose notice is due now; plans the next. The window begins after the notice.
  [[nodiscard]] Failure next(const Event& event, EngineContext& context);
  [[nodiscard]] Seconds notice(std::uint32_t plan) const { return plans_[plan].spec->notice; }

 private:
  struct Plan {
    const MaintenanceSpec* spec;
    FailureDomain domain;
    FailureClass kind;  ///< how the engine sees the work
  };
  void plan(std::uint32_t index, std::uint64_t part, EngineContext& context);

  std::deque<Plan> plans_;
};

}  // namespace gigapod
