#pragma once

#include "analysis/validation/validation.hpp"
#include "sim/scenario/catalog.hpp"

namespace gigapod::app {

/// Plays every case of a table with the columns of scenarios/validation/collective_flows.csv (collective, chip,
/// slice, twisted, bytes) and sets the closed form beside it, in microseconds. What can't be played is left out with
/// its reason.
[[nodiscard]] Validation validate_flows(const std::vector<TableRow>& rows, const Catalog& catalog);

}  // namespace gigapod::app
