#pragma once

#include "analysis/run/run_data.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// The measures of a study (docs/study.md) as taken from one run, in the order asked. Throws InvalidInput for a
/// figure or job that the run does not have.
[[nodiscard]] std::vector<double> measures_of(const RunData& run, const std::vector<std::string>& measures);

/// Of its definition: "J", "share" …; empty where there is none.
[[nodiscard]] std::string_view measure_unit(const std::string& measure);

/// Whether the measure is a fraction, to be printed in percent.
[[nodiscard]] bool is_fraction(const std::string& measure);

}  // namespace gigapod
