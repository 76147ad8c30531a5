#pragma once

#include "sim/base/fields.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What a `study` section says beside its axes.
struct StudyHead {
  int seeds = 30;
  std::vector<std::string> measures;
  double target = 0.0;  ///< 0: none
};

/// What an axis says beside its values.
struct AxisHead {
  std::string name;
  std::string key;  ///< path of the key the values are of; empty: values say themselves what they set
  bool is_cumulative = false;
};

[[nodiscard]] FieldList<StudyHead> study_fields();
[[nodiscard]] FieldList<AxisHead> axis_fields();

}  // namespace gigapod
