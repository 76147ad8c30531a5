#pragma once

#include "sim/model/collective/collective.hpp"

namespace gigapod {

/// Time of an all-to-all in which every chip sends `sent` in total, start included; arguments as collective_time.
[[nodiscard]] Seconds all_to_all_time(Bytes sent, std::span<const SliceAxis> axes, LinkRate link, bool is_twisted);

}  // namespace gigapod
