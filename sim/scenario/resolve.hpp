#pragma once

#include "sim/scenario/scenario.hpp"

#include <string>

namespace gigapod {

/// Fills `resolved_text` and `hash` from everything else in the scenario.
void resolve(Scenario& scenario);

}  // namespace gigapod
