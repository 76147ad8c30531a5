#pragma once

#include "sim/serving/request.hpp"
#include "sim/serving/serving_setup.hpp"

#include <string>
#include <vector>

namespace gigapod::app {

/// Limits from texts such as `school=2`, requests a second of a tenant of the trace; refuses a text that is none.
[[nodiscard]] std::vector<TenantLimit> tenant_limits(const std::vector<std::string>& texts,
                                                     const RequestTrace& trace);

}  // namespace gigapod::app
