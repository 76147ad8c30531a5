#pragma once

#include "analysis/compare/comparison.hpp"

#include <string>

namespace gigapod {

/// Reads the results of `gigapod sweep` (study.json, runs.csv and resolved.yaml) as a side: a figure for each measure
/// of each case. Throws InvalidInput.
[[nodiscard]] ComparedSide read_study_side(const std::string& path);

}  // namespace gigapod
