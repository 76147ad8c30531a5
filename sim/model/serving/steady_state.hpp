#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// Memory of one replica.
struct ReplicaMemory {
  Bytes weights_per_chip;
  Bytes usable_per_chip;       ///< of HBM, after what the serving program keeps for itself
  Bytes kv_per_sequence_chip;  ///< one sequence of mean context, spread over the chips
};
[[nodiscard]] ReplicaMemory replica_memory(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice);

/// A replica that decodes `batch` sequences at a time and takes a new prompt whenever one finishes.
struct SteadyState {
  double requests_per_second = 0.0;
  Seconds step;  ///< of decode alone
  Seconds tpot;
  Seconds ttft;  ///< infinite when prompts arrive faster than they can be prefilled
};

/// Equations in steady_state.cpp. `step` is the decode step at `batch`.
[[nodiscard]] SteadyState steady_state(const ServingCurve& curve, double batch, Seconds step);

/// The plan's numbers that do not depend on the batch; `steps` is left empty.
[[nodiscard]] ServingCurve curve_without_steps(const ServingPlan& plan, const ChipSpec& chip,
                                               const SliceTopology& slice);

}  // namespace gigapod
