#pragma once

#include "analysis/study/sensitivity_indices.hpp"
#include "analysis/study/study_results.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {

/// How much one sampled axis matters.
struct AxisSensitivity {
  std::size_t axis = 0;                  ///< in StudyResults::axes
  std::vector<IndexEstimate> estimates;  ///< beside sensitivity_columns
};

/// Of one measure, at one combination of the listed values.
struct Sensitivity {
  std::size_t first_row = 0;  ///< of the sample
  std::size_t measure = 0;
  std::vector<AxisSensitivity> axes;  ///< in the order of the sample's axes
  std::size_t left_out = 0;           ///< points without a result
};

/// What the estimates of a method are: "first_order", "total_order"; the first is the one that axes are ranked by.
[[nodiscard]] const std::vector<std::string>& sensitivity_columns(SampleMethod method);

/// Empty without a sample. One at a time: differences of a low and a high end to the scenario as it is, seed by seed.
[[nodiscard]] std::vector<Sensitivity> sensitivities(const StudyResults& results);

/// Positions in `axes`, the one that matters most first.
[[nodiscard]] std::vector<std::size_t> ranked(const Sensitivity& sensitivity, SampleMethod method);

/// Tables for a terminal; empty without a sample.
[[nodiscard]] std::string sensitivity_text(const StudyResults& results);
/// One line for each combination of listed values, measure, axis and index: its value, low and high end.
[[nodiscard]] std::string sensitivity_csv(const StudyResults& results);

}  // namespace gigapod
