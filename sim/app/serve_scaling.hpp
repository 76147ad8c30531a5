#pragma once

#include "sim/serving/serving_setup.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace gigapod::app {

/// Replicas that come and go, as given on a command line.
struct ScalingOptions {
  std::string policy;  ///< empty: none
  int least = 1;
  int most = 0;
  std::string interval = "60s";
  std::string start_time = "60s";
  std::string storage_rate = "10GB/s";
  std::string target_utilization = "0.8";
};

/// Adds --autoscaler and what belongs to it.
void add_scaling_options(CLI::App& command, ScalingOptions& options);

/// Scaling of a setup that is otherwise complete, whose plan has the mean lengths of the requests: a replica's
/// capacity is the closed form's. Nothing without --autoscaler.
[[nodiscard]] std::optional<ReplicaScaling> chosen_scaling(const ScalingOptions& options, const ServingSetup& setup);

}  // namespace gigapod::app
