#pragma once

#include "sim/model/collective/collective.hpp"

namespace gigapod {

/// Time of one pass of an all-gather or reduce-scatter, start included.
[[nodiscard]] Seconds gather_time(Bytes full_size, const ChipGroup& group, LinkRate link);

}  // namespace gigapod
