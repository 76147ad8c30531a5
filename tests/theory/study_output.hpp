#pragma once

#include "analysis/interval.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// One case of a study as `gigapod sweep` printed it.
struct StudyOutputRow {
  std::map<std::string, std::string> values;     ///< by axis
  std::map<std::string, MeanInterval> measures;  ///< by measure
};

struct StudyOutput {
  std::vector<StudyOutputRow> rows;
  std::string text;  ///< study.txt
};

/// Runs `gigapod sweep scenarios/NAME.yaml` as a user does. Throws when it fails.
[[nodiscard]] StudyOutput run_study(const std::string& name);

/// The rows of a study below scenarios/reliability.
[[nodiscard]] inline std::vector<StudyOutputRow> run_reliability_study(const std::string& name) {
  return run_study("reliability/" + name).rows;
}

/// Seconds of a time as scenarios write it, such as `30 min`.
[[nodiscard]] double seconds_of(const std::string& text);

}  // namespace gigapod
