#pragma once

#include "sim/model/collective/collective.hpp"

#include <span>

namespace gigapod {

/// Time until every chip of the product of `axes` has the array of one of them.
[[nodiscard]] Seconds broadcast_time(Bytes array, std::span<const SliceAxis> axes, LinkRate link);

}  // namespace gigapod
