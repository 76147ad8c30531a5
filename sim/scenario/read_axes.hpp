#pragma once

#include "sim/scenario/document.hpp"

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
  std::vector<AxisValue> values;
};

/// Reads the list `axes` of a study. Values are `{name, set: {what changes}, with: {other axis: {its value: {what
/// changes}}}}`; with `key: jobs.train.tokens` they are the texts that the key takes; with `cumulative: true` each
/// value also brings what those before it change.
[[nodiscard]] std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings);

}  // namespace gigapod
