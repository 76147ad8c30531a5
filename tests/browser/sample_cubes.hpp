#pragma once

#include "analysis/run/run_data.hpp"

#include <string>

namespace gigapod {

/// Adds the pods and their cubes: the jobs of `occupancy` side by side in cubes that follow each other, and on some
/// pods cubes in repair.
void add_sample_cubes(RunData& run, int pods, int blocks, std::string (*pod_name)(int));

/// Adds `ending` to every name of pods, cubes' holders and causes.
void rename_cubes(RunData& run, const std::string& ending);

}  // namespace gigapod
