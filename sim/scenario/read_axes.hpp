#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/study.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What a value changes only together with a value of another axis.
struct JointChange {
  std::string axis;
  std::string value;
  DocumentNode change;
  Mark axis_mark;
  Mark value_mark;
};

/// What one value of an axis changes in the scenario: mappings to be merged over it, in this order, the joint ones of
/// all axes last.
struct AxisValue {
  std::string name;
  std::vector<DocumentNode> changes;
  std::vector<JointChange> joint_changes;
};

struct Axis {
  std::string name;
  std::vector<AxisValue> values;  ///< empty for a range
  bool is_cumulative = false;
  std::string key;
  std::optional<std::size_t> zipped_with;  ///< earlier axis that it moves with
  std::optional<AxisRange> range;
  double round_to = 0.0;
  Mark mark;  ///< of the axis; of the low end of a range
};

/// Reads the list `axes` of a study. Values are `{name, set: {what changes}, with: {other axis: {its value: {what
/// changes}}}}`; with `key: jobs.train.tokens` they are the texts that the key takes; with `cumulative: true` each
/// value also brings what those before it change. `{name, key, low, high}` is a range; it gets values by
/// add_sample_value.
[[nodiscard]] std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings);

/// Adds the value of a range at a coordinate in [0, 1]; kOwnValue changes nothing. Gives the coordinate of the value
/// as rounded.
double add_sample_value(Axis& axis, double coordinate);

}  // namespace gigapod
