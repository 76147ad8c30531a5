#pragma once

#include "sim/scenario/document.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What one value of an axis changes in the scenario: mappings to be merged over it, in this order.
struct AxisValue {
  std::string name;
  std::vector<DocumentNode> changes;
};

struct Axis {
  std::string name;
  std::vector<AxisValue> values;
};

/// Reads the list `axes` of a study. Values are `{name, set: {what changes}}`; with `key: jobs.train.tokens` they are
/// the texts that the key takes; with `cumulative: true` each value also brings what those before it change.
[[nodiscard]] std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings);

}  // namespace gigapod
