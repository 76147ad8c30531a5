#pragma once

#include "sim/base/quantity.hpp"

#include <string_view>

namespace gigapod {

/// What the serving program adds to the roofline: at most three calibrated constants per generation of chip and
/// program.
struct ServingEngine {
  Seconds layer_overhead{60e-6};      ///< per layer and step: launches, pipeline fill, small operators
  double attention_efficiency = 0.8;  ///< rate of reading the cache and of attention products over dense ones
  double expert_efficiency = 0.3;     ///< rate of routed experts' products over dense ones
  double hidden_communication = 0.0;  ///< share of communication that runs beside products
  bool operator==(const ServingEngine&) const = default;
};

/// The engine calibrated for a catalog chip ("v6e": vLLM on v6e); a middle value for a chip that has no data.
[[nodiscard]] ServingEngine serving_engine(std::string_view chip);

}  // namespace gigapod
