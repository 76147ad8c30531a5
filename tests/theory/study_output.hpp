#pragma once

#include "analysis/interval.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// One case of a study as `gigapod study` printed it.
struct StudyOutputRow {
  std::map<std::string, std::string> values;     ///< by axis
  std::map<std::string, MeanInterval> measures;  ///< by measure
};

/// Runs `gigapod study scenarios/reliability/NAME.yaml` as a user does. Throws when it fails.
[[nodiscard]] std::vector<StudyOutputRow> run_reliability_study(const std::string& name);

/// Seconds of a time as scenarios write it, such as `30 min`.
[[nodiscard]] double seconds_of(const std::string& text);

}  // namespace gigapod
