#pragma once

#include "sim/base/fields.hpp"
#include "sim/scenario/study.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What is done about combinations that are no valid scenario.
enum class InvalidCases {
  kRefuse,
  kLeaveOut
};

/// What a `study` section says beside its axes.
struct StudyHead {
  int seeds = 30;
  int least_seeds = 5;
  double precision = 0.0;
  bool stops_at_target = false;
  InvalidCases invalid = InvalidCases::kRefuse;
  std::vector<std::string> measures;
  double target = 0.0;  ///< 0: none
};

/// How samples are spread between the ends of a range.
enum class AxisSpacing {
  kLinear,
  kLog
};

/// What an axis says beside its values.
struct AxisHead {
  std::string name;
  std::string key;  ///< path of the key the values are of; empty: values say themselves what they set
  bool is_cumulative = false;
  std::string zip;  ///< axis that it moves with
  AxisSpacing spacing = AxisSpacing::kLinear;
  double round_to = 0.0;  ///< samples are multiples of it; 0: any
};

/// How the points of the ranges are chosen.
struct SampleHead {
  SampleMethod method = SampleMethod::kLatinHypercube;
  int size = 64;
  std::uint64_t seed = 1;
};

[[nodiscard]] FieldList<StudyHead> study_fields();
[[nodiscard]] FieldList<AxisHead> axis_fields();
[[nodiscard]] FieldList<SampleHead> sample_fields();

}  // namespace gigapod
