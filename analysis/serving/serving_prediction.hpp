#pragma once

#include "analysis/serving/serving_measurement.hpp"

namespace gigapod {

/// What the models say of a measurement, in its unit.
struct ServingPrediction {
  double value = 0.0;
  std::string dominant;   ///< the part of a step that most of the time goes to; `requests`: simulated one by one
  std::string exclusion;  ///< why the models can't say; empty when they do
};

/// The closed forms of sim/model/serving for passes and steps, the request-level simulation for benchmarks with
/// clients or arrivals. The measurement must have no exclusion.
[[nodiscard]] ServingPrediction predicted_serving(const ServingMeasurement& measurement);

}  // namespace gigapod
