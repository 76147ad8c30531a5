#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/start_waiting.hpp"

#include <string>

namespace gigapod {

/// What kept the site from doing more, for a planner.
struct BindingConstraint {
  std::string kind;      ///< "power_tree", "grid_power", "power_at_run_time", "power_caps", "serving_capacity" …
  std::string sentence;  ///< with its numbers
};

/// The first that holds, in this order: the envelope carries fewer chips than asked for; chips stood idle for want of
/// power; caps held work back, or had replicas stand by that would have served most of the requests that went
/// unserved; requests went unserved; jobs or fleets lacked blocks while chips were free; chips were wanted by nobody;
/// every chip was at work.
[[nodiscard]] BindingConstraint binding_constraint(EngineContext& context, const Fleets& fleets);

}  // namespace gigapod
