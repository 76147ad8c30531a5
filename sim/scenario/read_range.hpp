#pragma once

#include "sim/scenario/read_axes.hpp"
#include "sim/scenario/study_fields.hpp"

#include <string>

namespace gigapod {

/// `value` under the keys of a path: `a.b.c` as {a: {b: {c: value}}}, all at the place of the value.
[[nodiscard]] DocumentNode change_of_key(const std::string& path, const DocumentNode& value);

/// Reads `low` and `high` of an axis, numbers with the same unit or none.
void read_range(const DocumentNode& item, const AxisHead& head, Findings& findings, Axis& axis);

}  // namespace gigapod
