#pragma once

#include "sim/model/serving/step_cost.hpp"
#include "sim/serving/serving_outcome.hpp"
#include "sim/serving/serving_setup.hpp"

namespace gigapod {

/// Work of many steps of one kind, added up: what their power follows from.
struct StepSums {
  double seconds = 0.0;
  StepWork work;
  double decode_steps = 0.0;   ///< steps with sequences that decode
  double weights = 0.0;        ///< bytes read
  double communication = 0.0;  ///< s
};

/// What one replica did.
struct ReplicaUsage {
  StepSums prefill;  ///< steps with prompt tokens
  StepSums decode;   ///< steps without
  std::int64_t steps = 0;
  std::int64_t events = 0;
  std::int64_t peak_pages = 0;
  double page_seconds = 0.0;
};

/// Adds a replica's share to the outcome of a run, `present` of which it was there: what it did not compute it was
/// idle. Power follows the mean activity of the steps of a kind (sim/model/power/chip_power.hpp).
void add_usage(const ReplicaUsage& usage, const ReplicaSetup& setup, Seconds present, ServingOutcome& outcome);

}  // namespace gigapod
