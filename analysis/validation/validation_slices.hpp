#pragma once

#include "analysis/validation/validation.hpp"

namespace gigapod {

/// Throughput of a chip in several slices, in percent of that in the fewest slices that the same model is measured
/// on, with the same slice, batch per chip and sequence length: one row for each such run, in the order of the runs.
/// What is missing to 100 is the multi-slice loss in points. A run whose table says why its loss does not count gives
/// an excluded row, with the reason among its warnings.
[[nodiscard]] std::vector<ValidationRow> slice_loss_rows(const std::vector<ValidationRow>& rows);

/// Adds these rows to `rows`, but for those that are there already, published as ratios.
void add_slice_loss(std::vector<ValidationRow>& rows);

/// Difference between the simulated and the measured loss, in points of a slice-loss row; positive: too much is lost.
[[nodiscard]] double loss_difference(const ValidationRow& row);

}  // namespace gigapod
