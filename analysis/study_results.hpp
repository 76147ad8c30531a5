#pragma once

#include "analysis/interval.hpp"
#include "sim/scenario/study.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What one case of a study came to over its seeds.
struct StudyRow {
  std::vector<std::size_t> values;        ///< index of the value on each axis
  std::vector<MeanInterval> measures;     ///< beside the study's measures
  std::vector<std::vector<double>> runs;  ///< by seed, then measure
};

struct StudyResults {
  std::string name;
  std::string description;
  std::vector<StudyAxis> axes;
  std::vector<std::string> measures;
  std::uint64_t first_seed = 1;
  int seeds = 0;
  std::optional<double> target;
  std::vector<StudyRow> rows;  ///< in the order of the study's cases

  /// The text of a row's value on an axis.
  [[nodiscard]] const std::string& value(const StudyRow& row, std::size_t axis) const {
    return axes[axis].values[row.values[axis]];
  }
};

/// `runs[case * seeds + seed]` holds the measures of one run.
[[nodiscard]] StudyResults study_results(const Study& study, const std::vector<std::vector<double>>& runs);

/// For every combination of the axes but the last: the first row of the last axis whose first measure lies above the
/// target with its whole interval; nullptr where none does. Empty without a target.
[[nodiscard]] std::vector<std::pair<const StudyRow*, const StudyRow*>> first_on_target(const StudyResults& results);

/// Tables for a terminal and, with a target, where it is first reached.
[[nodiscard]] std::string study_text(const StudyResults& results);
/// One line a case: the axes, then mean, low and high end of the interval of every measure.
[[nodiscard]] std::string study_csv(const StudyResults& results);
/// One line a run: the axes, the seed, then every measure.
[[nodiscard]] std::string study_runs_csv(const StudyResults& results);
/// {"name", "axes", "measures", "seeds", "rows": [{"values": {…}, "measures": {…}}]}.
[[nodiscard]] std::string study_json(const StudyResults& results);

}  // namespace gigapod
