#pragma once

#include "sim/app/step_text.hpp"

#include <string>

namespace gigapod::app {

/// One step of one chip in Chrome's Trace Event Format: operators by layer and pass, and transfers by kind beside and
/// between them. The closed form knows sums, not an order: docs/export.md says how they are laid out.
[[nodiscard]] std::string step_trace_json(const StepAnswer& answer);

}  // namespace gigapod::app
