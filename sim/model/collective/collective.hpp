#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"

#include <span>

namespace gigapod {

enum class Collective {
  kAllGather,
  kReduceScatter,
  kAllReduce,
  kAllToAll
};

/// Links as a collective sees them: what remains of the data sheet after calibration.
struct LinkRate {
  BytesPerSecond one_way;  ///< one link, one direction, efficiency included
  Seconds hop_latency;
  Seconds launch{0.0};  ///< fixed cost of starting the collective
};

/// Links of a chip in a switched domain (NVLink), calibration included, each one way and per chip.
struct SwitchedRate {
  BytesPerSecond in_domain;
  BytesPerSecond between_domains;  ///< its share of the host's network
  Seconds hop_latency;
  Seconds launch{0.0};
};

/// The rates of a chip after calibration, with the fixed cost of starting a collective.
[[nodiscard]] LinkRate link_rate(const ChipSpec& chip, Seconds launch);
[[nodiscard]] SwitchedRate switched_rate(const ChipSpec& chip, Seconds launch);

/// Time of one collective over the product of `axes`, every chip taking part at once.
/// `full_size` is the size of the whole array per group: what all-gather produces on each chip, what
/// reduce-scatter and all-reduce start from, and what one chip sends in total (its own part included) in
/// all-to-all.
[[nodiscard]] Seconds collective_time(Collective kind, Bytes full_size, std::span<const SliceAxis> axes,
                                      LinkRate link, bool is_twisted = false);

/// No schedule can be faster: the larger of the injection bound (bytes that must enter or leave a chip over its
/// links) and the bisection bound (bytes that must cross the narrowest cut).
[[nodiscard]] Seconds collective_bound(Collective kind, Bytes full_size, std::span<const SliceAxis> axes,
                                       LinkRate link, bool is_twisted = false);

/// The same over a data-centre network: `members` slices, each with `bandwidth` one way.
[[nodiscard]] Seconds dcn_collective_time(Collective kind, Bytes full_size, int members, BytesPerSecond bandwidth,
                                          Seconds latency);

/// A collective of `members` chips, `members_per_domain` of them in one switched domain; sizes as collective_time.
[[nodiscard]] Seconds switched_collective_time(Collective kind, Bytes full_size, int members, int members_per_domain,
                                               const SwitchedRate& rate);

/// True for an axis that closes into a ring of its own links (two chips have one link between them).
[[nodiscard]] bool is_ring(const SliceAxis& axis);
/// Chips of a group: the product of its axes.
[[nodiscard]] int group_size(std::span<const SliceAxis> axes);
/// Links that the chip with the fewest has into the axes: 2 for a ring, 1 for a line.
[[nodiscard]] int links_in_use(std::span<const SliceAxis> axes);
/// Bytes over the busiest link of an axis in an all-to-all in which every chip sends one byte in total.
[[nodiscard]] double all_to_all_link_load(const SliceAxis& axis);
/// Mean distance in hops between chips of a twisted torus of n x n x 2n or n x 2n x 2n.
[[nodiscard]] double twisted_mean_distance(std::span<const SliceAxis> axes);

}  // namespace gigapod
