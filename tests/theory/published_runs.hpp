#pragma once

#include "sim/model/step/measured_run.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod::theory {

/// The chips of the shipped catalog by name.
[[nodiscard]] std::map<std::string, ChipSpec> chips_of_published_runs();

/// Every row of scenarios/validation/training.csv, or of another table beside it.
[[nodiscard]] std::vector<MeasuredRun> published_runs(const std::string& table = "training.csv");

[[nodiscard]] bool is_tpu(const MeasuredRun& run);
/// Rows that the step model is scored on: complete, and a training step alone.
[[nodiscard]] bool is_scored(const MeasuredRun& run);

/// The text of a file of the source tree.
[[nodiscard]] std::string source_file(const std::string& path);

}  // namespace gigapod::theory
