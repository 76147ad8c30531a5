#pragma once

#include "sim/serving/request.hpp"
#include "sim/serving/serving_outcome.hpp"
#include "sim/serving/serving_setup.hpp"

namespace gigapod {

/// Simulates every request of the trace until the last one ends: open loop at the trace's arrivals, or closed loop,
/// where `concurrency` clients take the requests in order. `setup_faults` and `trace_faults` must be empty. The same
/// arguments give the same bits.
[[nodiscard]] ServingOutcome serve(const RequestTrace& trace, const ServingSetup& setup);

}  // namespace gigapod
