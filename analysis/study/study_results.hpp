#pragma once

#include "analysis/interval.hpp"
#include "analysis/study/case_runs.hpp"
#include "sim/scenario/study.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// What one case of a study came to over its seeds.
struct StudyRow {
  std::vector<std::size_t> values;     ///< index of the value on each axis
  std::vector<MeanInterval> measures;  ///< beside the study's measures; without samples where no run has ended
  std::vector<StudyRun> runs;          ///< by seed
};

/// A run without a result, or a case that is no valid scenario.
struct StudyFailure {
  std::size_t row = 0;
  std::optional<std::uint64_t> seed;  ///< nothing: the whole case
  std::string reason;
};

struct StudyResults {
  std::string name;
  std::string description;
  std::vector<StudyAxis> axes;
  std::vector<StudyDimension> dimensions;
  std::optional<StudySample> sample;
  std::vector<std::string> measures;
  std::uint64_t first_seed = 1;
  SeedRule seeds;
  std::optional<double> target;
  std::vector<StudyRow> rows;  ///< in the order of the study's cases
  std::vector<StudyFailure> failures;

  /// The text of a row's value on an axis.
  [[nodiscard]] const std::string& value(const StudyRow& row, std::size_t axis) const {
    return axes[axis].values[row.values[axis]];
  }
  /// Axes of the last dimension, over which rows follow each other.
  [[nodiscard]] const std::vector<std::size_t>& inner_axes() const { return dimensions.back().axes; }
  /// Axes of the other dimensions.
  [[nodiscard]] std::vector<std::size_t> outer_axes() const;
  /// `chips 1k, repairs none` of a row on these axes.
  [[nodiscard]] std::string place(const StudyRow& row, const std::vector<std::size_t>& on_axes) const;
};

/// `runs` beside the study's cases.
[[nodiscard]] StudyResults study_results(const Study& study, const std::vector<CaseRuns>& runs);

/// For every combination of the dimensions but the last: the first row of the last one whose first measure lies above
/// the target with its whole interval; nullptr where none does. Empty without a target, and of a sample, which has no
/// order.
[[nodiscard]] std::vector<std::pair<const StudyRow*, const StudyRow*>> first_on_target(const StudyResults& results);

/// Tables for a terminal and, with a target, where it is first reached.
[[nodiscard]] std::string study_text(const StudyResults& results);
/// One line a case: the axes, then mean, low and high end of the interval of every measure.
[[nodiscard]] std::string study_csv(const StudyResults& results);
/// One line a run: the axes, the seed, then every measure.
[[nodiscard]] std::string study_runs_csv(const StudyResults& results);
/// One line a failure: the axes, the seed, the reason.
[[nodiscard]] std::string study_failures_csv(const StudyResults& results);
/// {"name", "axes", "measures", "seeds", "rows": [{"values": {…}, "seeds", "measures": {…}}], "failures",
/// "sensitivity"}.
[[nodiscard]] std::string study_json(const StudyResults& results);

}  // namespace gigapod
