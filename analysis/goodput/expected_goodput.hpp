#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// How a job is interrupted, stops for checkpoints and comes back.
struct InterruptionPlan {
  Hertz rate;        ///< of interruptions of the whole job
  Seconds restart;   ///< from an interruption until the job computes again, the restore included
  Seconds interval;  ///< of computing between two checkpoints
  Seconds pause;     ///< of the steps for each checkpoint
};

/// Expected share of time that a job spends in steps that count; 1 without interruptions and pauses. What the
/// simulation and `job_goodput`, which extends it, are checked with.
[[nodiscard]] double expected_goodput(const InterruptionPlan& plan);

}  // namespace gigapod
