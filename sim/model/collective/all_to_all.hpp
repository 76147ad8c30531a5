#pragma once

#include "sim/model/collective/collective.hpp"

#include <span>

namespace gigapod {

/// Time of an all-to-all in which every chip sends `sent` in total, start included; arguments as collective_time.
[[nodiscard]] Seconds all_to_all_time(Bytes sent, std::span<const SliceAxis> axes, LinkRate link, bool is_twisted);
/// Bytes over the busiest link of an axis in an all-to-all in which every chip sends one byte in total.
[[nodiscard]] double all_to_all_link_load(const SliceAxis& axis);
/// Mean distance in hops between chips of a twisted torus of n x n x 2n or n x 2n x 2n.
[[nodiscard]] double twisted_mean_distance(std::span<const SliceAxis> axes);

}  // namespace gigapod
