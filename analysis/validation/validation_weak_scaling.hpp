#pragma once

#include "analysis/validation/validation.hpp"

#include <optional>

namespace gigapod {

/// A row of collectives.csv such as `TPU v5e MaxText 32B, multislice weak scaling 4 slices`: throughput of a chip in
/// several slices of 256 relative to one. Nothing for other rows, for one slice, and where the chip is not known.
[[nodiscard]] std::optional<ValidationRow> weak_scaling_row(const MeasuredRow& row,
                                                            const std::map<std::string, ChipSpec>& chips);

}  // namespace gigapod
