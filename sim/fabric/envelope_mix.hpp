#pragma once

#include "sim/fabric/site_layout.hpp"

#include <cstdint>

namespace gigapod {

/// Chips that the grid rating carries at full activity, oversubscription included, when all pod types of the layout
/// grow alike from what is installed, each in whole pods. Zero for a site without pods.
[[nodiscard]] std::int64_t envelope_chips(const SiteLayout& layout, const SiteSpec& site);

}  // namespace gigapod
