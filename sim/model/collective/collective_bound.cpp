/// Lower bounds of collectives that hold for any schedule.
///
///   injection  every chip must receive V (1 - 1/N) (all-gather) or send it (reduce-scatter), and a chip in the
///              corner of a mesh has one link on each line axis; in all-reduce it sends V, while results come in
///   volume     all-reduce moves 2 V (N - 1) bytes in all over the links of the slice
///   bisection  half of the array (all-gather, reduce-scatter) or N S / 4 each way (all-to-all) crosses the middle of
///              every axis
///   distance   all-to-all moves N S bytes over the mean distance with all links of the torus
#include "sim/model/collective/collective_bound.hpp"

#include "sim/model/collective/all_to_all.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// Mean distance between two chips, a chip and itself included.
double mean_distance(std::span<const SliceAxis> axes) {
  double distance = 0.0;
  for (const SliceAxis& axis : axes) {
    const double n = axis.length;
    const double even = axis.length % 2 == 0 ? n / 4.0 : (n * n - 1.0) / (4.0 * n);
    distance += is_ring(axis) ? even : (n * n - 1.0) / (3.0 * n);
  }
  return distance;
}

/// One-way links of the whole slice, per chip.
double links_per_chip(std::span<const SliceAxis> axes) {
  double links = 0.0;
  for (const SliceAxis& axis : axes) {
    const double n = axis.length;
    links += is_ring(axis) ? 2.0 : 2.0 * (n - 1.0) / n;
  }
  return links;
}

double bisection_load(std::span<const SliceAxis> axes, double crossing) {
  double load = 0.0;
  const int members = group_size(axes);
  for (const SliceAxis& axis : axes) {
    if (axis.length < 2) continue;
    const double links = static_cast<double>(members) / axis.length * (is_ring(axis) ? 2.0 : 1.0);
    const double smaller = axis.length / 2;
    const double share = smaller / axis.length;
    load = std::max(load, crossing * share * (1.0 - share) * 4.0 / links);
  }
  return load;
}

Seconds unit_time(Bytes full_size, LinkRate link) { return full_size / link.one_way; }

/// Share of the array that a chip does not hold, over the links of the poorest chip.
double injection(const ChipGroup& group) { return (1.0 - 1.0 / group_size(group.axes)) / links_in_use(group.axes); }

/// Half of the array over the narrowest cut; the links that close a twisted torus widen every cut.
double half_over_bisection(const ChipGroup& group) {
  return group.is_twisted ? 0.0 : bisection_load(group.axes, 0.5);
}

}  // namespace

Seconds gather_bound(Bytes full_size, const ChipGroup& group, LinkRate link) {
  return unit_time(full_size, link) * std::max(injection(group), half_over_bisection(group));
}

Seconds all_reduce_bound(Bytes full_size, const ChipGroup& group, LinkRate link) {
  const double others = 1.0 - 1.0 / group_size(group.axes);
  return unit_time(full_size, link) *
         std::max({1.0 / links_in_use(group.axes), 2.0 * others / links_per_chip(group.axes),
                   2.0 * half_over_bisection(group)});
}

Seconds all_to_all_bound(Bytes full_size, const ChipGroup& group, LinkRate link) {
  const Seconds unit = unit_time(full_size, link);
  if (group.is_twisted) return unit * std::max(injection(group), twisted_mean_distance(group.axes) / 6.0);
  const double distance = mean_distance(group.axes) / links_per_chip(group.axes);
  return unit * std::max({injection(group), distance, bisection_load(group.axes, group_size(group.axes) / 4.0)});
}

}  // namespace gigapod
