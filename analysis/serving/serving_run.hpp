#pragma once

#include "analysis/serving/serving_prediction.hpp"

namespace gigapod {

/// A closed-loop, offline or server benchmark simulated request by request (sim/serving). The measurement must have
/// no exclusion and be of such a phase.
[[nodiscard]] ServingPrediction simulated_serving(const ServingMeasurement& measurement);

/// Requests of one replica that fit its cache, its program and what is asked of it.
[[nodiscard]] double running_requests(const ServingMeasurement& measurement);

}  // namespace gigapod
