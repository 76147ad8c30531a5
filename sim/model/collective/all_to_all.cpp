/// All-to-all on a torus, a mesh or a twisted torus.
///
/// What a chip sends h hops away reaches its last link h latencies after the start, so the busiest link, once it has
/// something to carry, is busy to the end and
///     time = launch + max over h of (h latency + S C(h) / b),
/// C(h) the load of that link by bytes that go h hops or more, per byte that a chip sends. It is exact where all
/// links carry alike (equal rings, twisted tori) and shares are max-min fair; elsewhere the busiest axis sets the
/// time.
///   torus, mesh   C(h) = sum over d of c(d) P(other axes take h - d hops or more), c(d) the load of the axis'
///                 busiest link by pairs that are d apart on it: ring d/N (N/2 both ways: 1/4), line pairs about its
///                 middle / N; on a line the other axes count from its end
///   twisted       C(h) = sum of the distances d >= h over all chips / 6N; by reflections the distance is
///                 min(u + v + w, 2n - w - |u - v|) on n x n x 2n and min(u + v + w, 3n - u - v - w) on n x 2n x 2n,
///                 u, v <= half their axis and w <= n
/// S = bytes that one chip sends, b = one link, one direction. For large arrays that is S c / b:
///   ring N/8 (N odd: (N^2 - 1) / 8N), line floor(N/2) ceil(N/2) / N; twisted: every link carries d/6, d the mean
///   distance: 7n/8 - 1/4n on n x n x 2n and 35n/32 - 1/4n on n x 2n x 2n (exact, by breadth-first search over even
///   n)
/// Source of the lattices: Camara et al. (TPDS 2010); Jouppi et al. (arXiv:2304.01433) measure 1.63x and 1.31x over
/// the plain torus where this form gives 1.75x and 1.39x.
#include "sim/model/collective/all_to_all.hpp"

#include "sim/base/check.hpp"
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/collective/all_to_all_flows.hpp"
#include "sim/model/collective/collective_bound.hpp"
#include "sim/model/collective/switched_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace gigapod {
namespace {

/// A number for each distance, from none on.
using ByDistance = std::vector<double>;

/// Chance that a chip is that far away along the axis.
ByDistance distances(const SliceAxis& axis) {
  const int n = axis.length;
  if (!is_ring(axis)) return ByDistance(static_cast<std::size_t>(n), 1.0 / n);
  ByDistance chance(static_cast<std::size_t>(n / 2 + 1), 2.0 / n);
  chance.front() = 1.0 / n;
  if (n % 2 == 0) chance.back() = 1.0 / n;
  return chance;
}

/// Load of the busiest link of the axis by pairs that far apart along it.
ByDistance link_loads(const SliceAxis& axis) {
  const int n = axis.length;
  const int half = n / 2;
  ByDistance load(static_cast<std::size_t>(is_ring(axis) ? half + 1 : n), 0.0);
  for (int d = 1; d < static_cast<int>(load.size()); ++d) {
    const int about_middle = std::min(half - 1, n - 1 - d) - std::max(0, half - d) + 1;
    const double pairs = is_ring(axis) ? (2 * d == n ? d / 2.0 : d) : about_middle;
    load[static_cast<std::size_t>(d)] = pairs / n;
  }
  return load;
}

ByDistance convolution(const ByDistance& a, const ByDistance& b) {
  ByDistance sum(a.size() + b.size() - 1, 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) sum[i + j] += a[i] * b[j];
  }
  return sum;
}

/// At least that far, instead of just that far.
void accumulate(ByDistance& values) {
  for (std::size_t d = values.size() - 1; d > 0; --d) values[d - 1] += values[d];
}

/// Load of the axis' busiest link by bytes that go that many hops or more over all axes.
ByDistance loads_at_least(std::span<const SliceAxis> axes, std::size_t axis) {
  ByDistance others{1.0};
  for (std::size_t other = 0; other < axes.size(); ++other) {
    if (other != axis && axes[other].length > 1) others = convolution(others, distances(axes[other]));
  }
  ByDistance loads = convolution(others, link_loads(axes[axis]));
  accumulate(loads);
  return loads;
}

Seconds slowest(const ByDistance& loads_at_least, Bytes sent, LinkRate link) {
  Seconds time;
  for (std::size_t hops = 1; hops < loads_at_least.size() && loads_at_least[hops] > 0.0; ++hops) {
    time = max(time, static_cast<double>(hops) * link.hop_latency + sent * loads_at_least[hops] / link.one_way);
  }
  return time;
}

/// Chips of a twisted torus by their distance; folded into |x| <= half an axis, with as many images as that stands
/// for.
ByDistance twisted_distances(std::span<const SliceAxis> axes) {
  std::array<int, 3> lengths{axes[0].length, axes[1].length, axes[2].length};
  std::sort(lengths.begin(), lengths.end());
  const int n = lengths[0];
  const bool is_long = lengths[1] == n;  // n x n x 2n
  const auto images = [](int at, int length) { return at == 0 || 2 * at == length ? 1.0 : 2.0; };
  ByDistance chips(static_cast<std::size_t>(2 * n + 1), 0.0);
  for (int u = 0; 2 * u <= lengths[0]; ++u) {
    for (int v = 0; 2 * v <= lengths[1]; ++v) {
      for (int w = 0; 2 * w <= lengths[2]; ++w) {
        const int direct = u + v + w;
        const int around = is_long ? 2 * n - w - std::abs(u - v) : 3 * n - direct;
        chips[static_cast<std::size_t>(std::min(direct, around))] +=
            images(u, lengths[0]) * images(v, lengths[1]) * images(w, lengths[2]);
      }
    }
  }
  return chips;
}

}  // namespace

double all_to_all_link_load(const SliceAxis& axis) {
  const double length = axis.length;
  const double half = axis.length / 2;
  if (axis.length < 2) return 0.0;
  const double line = half * (length - half) / length;
  return is_ring(axis) ? line / 2.0 : line;
}

double twisted_mean_distance(std::span<const SliceAxis> axes) {
  GIGAPOD_CHECK(axes.size() == 3, "a twisted torus has three axes");
  int shortest = axes[0].length;
  int middle = axes[1].length;
  int longest = axes[2].length;
  if (shortest > middle) std::swap(shortest, middle);
  if (middle > longest) std::swap(middle, longest);
  if (shortest > middle) std::swap(shortest, middle);
  GIGAPOD_CHECK(longest == 2 * shortest, "a twisted torus is n x n x 2n or n x 2n x 2n");
  const double n = shortest;
  return (middle == shortest ? 7.0 / 8.0 : 35.0 / 32.0) * n - 1.0 / (4.0 * n);
}

Seconds all_to_all_time(Bytes sent, std::span<const SliceAxis> axes, LinkRate link, bool is_twisted) {
  if (is_twisted) {
    ByDistance loads = twisted_distances(axes);
    const double chips = group_size(axes);
    for (std::size_t d = 0; d < loads.size(); ++d) loads[d] *= static_cast<double>(d) / (6.0 * chips);
    accumulate(loads);
    return link.launch + slowest(loads, sent, link);
  }
  Seconds time;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const bool is_done = std::find(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(axis), axes[axis]) !=
                         axes.begin() + static_cast<std::ptrdiff_t>(axis);
    if (axes[axis].length > 1 && !is_done) time = max(time, slowest(loads_at_least(axes, axis), sent, link));
  }
  return link.launch + time;
}

namespace {

class AllToAll final : public Collective {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  constexpr explicit AllToAll(const Params&) {}

  [[nodiscard]] Seconds time(Bytes sent, const ChipGroup& group, LinkRate link) const override {
    return all_to_all_time(sent, group.axes, link, group.is_twisted);
  }
  [[nodiscard]] Seconds bound(Bytes sent, const ChipGroup& group, LinkRate link) const override {
    return all_to_all_bound(sent, group, link);
  }
  [[nodiscard]] std::string formula(Bytes sent, const ChipGroup& group, LinkRate link) const override {
    double load = 0.0;
    for (const SliceAxis& axis : group.axes) load = std::max(load, all_to_all_link_load(axis));
    if (group.is_twisted) load = twisted_mean_distance(group.axes) / 6.0;
    return fmt::format("{} to start + a hop + {:.4g} x {} over the busiest link / {}, or what goes farther",
                       short_text(link.launch), load, short_text(sent), short_text(link.one_way));
  }
  [[nodiscard]] FlowSchedule flows(const SliceLinks& links, const FlowSettings& settings) const override {
    return {all_to_all_flows(links, settings.full_size, settings.hop_latency)};
  }
  [[nodiscard]] std::string flow_fault(const SliceLinks& links) const override {
    constexpr double kMostPairs = 100'000;
    const std::size_t representatives = links.representatives().size();
    const bool is_too_large = static_cast<double>(representatives) * links.chips() > kMostPairs;
    return is_too_large ? too_many_chips_fault(representatives) : std::string();
  }
  [[nodiscard]] std::optional<Seconds> switched_time(Bytes sent, int members, int members_per_domain,
                                                     const SwitchedRate& rate) const override {
    return switched_all_to_all_time(sent, members, members_per_domain, rate);
  }
  [[nodiscard]] std::optional<Seconds> dcn_time(Bytes sent, int members, BytesPerSecond bandwidth,
                                                Seconds latency) const override {
    return dcn_all_to_all_time(sent, members, bandwidth, latency);
  }
  [[nodiscard]] std::string axis_note(const SliceAxis& axis) const override {
    return fmt::format("; its busiest link carries {:.4g} of what a chip sends", all_to_all_link_load(axis));
  }
};

const bool kRegistered =
    register_plugin<AllToAll, Collective>("all_to_all", "Every chip sends a part of its own to each chip.");
constinit const AllToAll kOfTheModels{{}};

}  // namespace

const Collective& Collective::kAllToAll = kOfTheModels;

}  // namespace gigapod
