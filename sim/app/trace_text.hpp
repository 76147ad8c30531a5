#pragma once

#include "sim/trace/trace_step.hpp"

#include <string>
#include <vector>

namespace gigapod::app {

/// A step as execution traces say it, asked for and answered.
struct TraceAnswer {
  std::string pod;
  std::string shape;  ///< of a slice
  TraceMachine machine;
  std::vector<RankTrace> traces;
  TraceStep step;
};

/// What `gigapod step --trace` prints for people; with `explains`, the numbers behind the times too.
[[nodiscard]] std::string trace_text(const TraceAnswer& answer, bool explains);
/// The same as one JSON object with a unit in every name.
[[nodiscard]] std::string trace_json(const TraceAnswer& answer);

}  // namespace gigapod::app
