#pragma once

#include "sim/hardware/site.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/mapping_reader.hpp"

namespace gigapod {

/// Words of `rating` and `margin` of a node of a described power tree, and of its `pods`.
inline constexpr ZeroWord kFeedWords[] = {{"rating", "auto"}, {"margin", "auto"}};
inline const Field kFedPodsItem{"pods", FieldKind::kInteger, Dimension::kNone, false, {}, {1.0, 1e6}, {}, {}};
inline constexpr const char* kRestWord = "rest";
inline const Field kLoadItem{"load", FieldKind::kNumber, Dimension::kNone, true, {}, {0.0, 2.0}, {}, {}};
inline const Field kEfficiencyItem{"efficiency", FieldKind::kNumber, Dimension::kNone, true, {}, kAny, {}, {}};

/// Reads the keys of `power` that are given, over `power`: plain fields, `cooling`, `levels` and `tree`, which is
/// checked as a tree: names, parents, levels, efficiencies.
void read_power(const DocumentNode& node, bool is_complete, Findings& findings, PowerSpec& power);

}  // namespace gigapod
