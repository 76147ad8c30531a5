#pragma once

#include "analysis/scaling/scaling_curves.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// A thing that a study halves and doubles.
struct ShiftInput {
  std::string name;  ///< `dcn_bandwidth` …
  std::string what;  ///< "DCN bandwidth"
  void (*scale)(GrowthTerms& terms, double factor);
  bool replans = true;  ///< false: the fastest plan does not depend on it
};
/// All of them.
[[nodiscard]] const std::vector<ShiftInput>& shift_inputs();

/// The ends of the curves with half and twice of each input, planned anew on the slices of the curves, the best curve
/// near its layouts (`best_curve_near`), and held against their bar; the largest effect first. Curves that end
/// nowhere are left out.
[[nodiscard]] std::vector<EndShift> end_shifts(const GrowthTerms& terms, const GrowthCurves& curves, int jobs);

}  // namespace gigapod
