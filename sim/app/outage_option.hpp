#pragma once

#include "sim/serving/serving_setup.hpp"

#include <string>

namespace gigapod::app {

/// An outage of one of the replicas: `0:60s:2min` is replica 0 from the first minute to the second. Refuses a text
/// that is none.
[[nodiscard]] ReplicaOutage outage_option(const char* option, const std::string& text, int replicas, bool is_drain);

}  // namespace gigapod::app
