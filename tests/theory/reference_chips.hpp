#pragma once

#include "sim/hardware/chip.hpp"

#include <map>
#include <string>

namespace gigapod::theory {

/// The chips of the published runs, by the name the rows use. TPUs, H100 and GB200 are as in the catalog; A100, H800,
/// B200, B300 and GB300 exist for the comparison only.
[[nodiscard]] std::map<std::string, ChipSpec> reference_chips();

}  // namespace gigapod::theory
