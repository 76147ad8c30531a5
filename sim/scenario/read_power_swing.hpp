#pragma once

#include "sim/hardware/site.hpp"
#include "sim/scenario/mapping_reader.hpp"

namespace gigapod {

/// Reads `utility_limits` and `smoothing` of a site, and checks that they make sense together.
void read_power_swing_keys(MappingReader& site_reader, Findings& findings, SiteSpec& site);

}  // namespace gigapod
