#pragma once

#include "sim/model/collective/collective.hpp"

namespace gigapod {

[[nodiscard]] Seconds gather_bound(Bytes full_size, const ChipGroup& group, LinkRate link);
[[nodiscard]] Seconds all_reduce_bound(Bytes full_size, const ChipGroup& group, LinkRate link);
[[nodiscard]] Seconds all_to_all_bound(Bytes full_size, const ChipGroup& group, LinkRate link);

}  // namespace gigapod
