#pragma once

#include "analysis/scaling/scaling.hpp"
#include "sim/app/inputs.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

namespace gigapod::app {

/// What a user asks `gigapod scale` for beside the scenario, as texts.
struct ScaleRequest {
  CatalogOption catalog;
  std::string critical_batch;  ///< tokens
  std::string law;
  double loss = 0.0;
  std::string simulated_time;
  int seeds = ScalingOptions{}.seeds;
  std::int64_t plans = ScalingOptions{}.plans;
  int jobs = 0;
  bool has_no_sensitivities = false;
};

/// Adds the options of a request.
void add_scale_request(CLI::App& command, ScaleRequest& request);

/// The request as options of the study, with every default filled in. `scenario` has a `scale` section. Throws
/// InvalidInput with what is wrong.
[[nodiscard]] ScalingOptions scaling_options(const ScaleRequest& request, const Scenario& scenario);

}  // namespace gigapod::app
