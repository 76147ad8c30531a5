#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace gigapod {

/// A number that names one thing of one kind; ids of different kinds do not mix.
template <class Tag>
struct Id {
  std::uint32_t value = 0;
  constexpr auto operator<=>(const Id&) const = default;
};

using ChipId = Id<struct ChipTag>;
/// A block is the unit of allocation in a pod: a cube of 64 chips (v4, v5p, v7), a host tile (v5e, v6e) or an
/// NVLink domain. Block ids run over the whole site, pod by pod.
using BlockId = Id<struct BlockTag>;
using PodId = Id<struct PodTag>;
using JobId = Id<struct JobTag>;
using FleetId = Id<struct FleetTag>;
/// A node of the power tree.
using FeedId = Id<struct FeedTag>;

}  // namespace gigapod

template <class Tag>
struct std::hash<gigapod::Id<Tag>> {
  std::size_t operator()(gigapod::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
