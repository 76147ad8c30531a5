#pragma once

#include "analysis/compare/comparison.hpp"

namespace gigapod {

/// A made-up comparison of three sides with four seeds each, and names that try to leave the text they stand in.
[[nodiscard]] Comparison sample_comparison();

}  // namespace gigapod
