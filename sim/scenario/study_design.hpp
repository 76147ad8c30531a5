#pragma once

#include "sim/scenario/read_axes.hpp"
#include "sim/scenario/study_fields.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// The dimensions of the axes in their order, ranges together as the last one. Reads `sample` of the section and
/// gives the ranges their values. Findings for ranges without a sample, samples without a range and too many
/// combinations.
[[nodiscard]] std::vector<StudyDimension> read_design(const DocumentNode& section, std::vector<Axis>& axes,
                                                      Findings& findings, std::optional<StudySample>& sample);

/// The next combination, the last dimension first; false after the last one.
[[nodiscard]] bool next_combination(const std::vector<StudyDimension>& dimensions, std::vector<std::size_t>& indices);

/// Index of the value on each axis.
[[nodiscard]] std::vector<std::size_t> axis_values(const std::vector<StudyDimension>& dimensions,
                                                   const std::vector<std::size_t>& indices, std::size_t axes);

}  // namespace gigapod
