// Goodput of a pod against slice size and host availability: every draw fails hosts at random, then slices are placed
// by the placement code of the scheduler (best fit) until none fits. Greedy packing of contiguous boxes can miss a
// box that a search of all packings would find; it is what the scheduler would do.

#include "analysis/goodput/slice_goodput.hpp"

#include "sim/base/random.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/policy/pod_space.hpp"

#include <algorithm>
#include <map>

namespace gigapod {
namespace {

/// Largest of the random numbers of the block's hosts: the block is healthy while all lie below the availability.
std::vector<double> block_draws(int blocks, int hosts, RandomStream& random) {
  std::vector<double> largest(static_cast<std::size_t>(blocks), 0.0);
  for (double& block : largest) {
    for (int host = 0; host < hosts; ++host) block = std::max(block, random.uniform());
  }
  return largest;
}

double placed_share(const Shape& slice, const PodSpec& pod, const std::vector<std::uint8_t>& is_healthy) {
  const auto healthy = static_cast<int>(std::count(is_healthy.begin(), is_healthy.end(), std::uint8_t{1}));
  PodSpace space(PodView{PodId{0}, &pod, BlockId{0}, is_healthy, healthy});
  int placed = 0;
  while (const auto blocks = space.find_packed(slice)) {
    space.take(*blocks);
    placed += static_cast<int>(blocks->size());
  }
  return static_cast<double>(placed) / static_cast<double>(is_healthy.size());
}

PlacedCapacity capacity_of(std::vector<double> shares) {
  PlacedCapacity capacity;
  capacity.mean = mean_interval(shares);
  std::sort(shares.begin(), shares.end());
  capacity.promised = shares[shares.size() / 20];
  return capacity;
}

PlacedCapacity placed_capacity(const Shape& slice, const PodSpec& pod, double availability,
                               const std::vector<std::vector<double>>& draws) {
  std::vector<double> shares;
  for (const std::vector<double>& draw : draws) {
    std::vector<std::uint8_t> is_healthy;
    for (const double block : draw) is_healthy.push_back(block < availability ? 1 : 0);
    shares.push_back(placed_share(slice, pod, is_healthy));
  }
  return capacity_of(std::move(shares));
}

/// arXiv:2304.01433, Section 2.3 and Figure 4: what slices of a quarter, half and three quarters of a pod leave
/// usable with OCS at any of its host availabilities, 99.0 to 99.9%.
std::optional<double> published_share(const PodSpec& pod, const Shape& slice, double availability) {
  static const std::map<int, double> kShares = {{1024, 0.75}, {2048, 0.50}, {3072, 0.75}};
  const auto found = kShares.find(slice.chips());
  const bool is_in_figure = availability > 0.9899 && availability < 0.9991;
  if (pod.name != "v4" || !is_in_figure || found == kShares.end()) return std::nullopt;
  return found->second;
}

}  // namespace

PodSpec without_ocs(const PodSpec& pod) {
  PodSpec fixed = pod;
  fixed.topology = "fixed_torus";
  fixed.ocs_count = 0;
  fixed.wrap_length = *std::min_element(pod.shape.axes.begin(), pod.shape.axes.end());
  return fixed;
}

SliceGoodputStudy slice_goodput(const PodSpec& pod, const ChipSpec& chip, const std::vector<Shape>& slices,
                                const std::vector<double>& host_availabilities, int draws, std::uint64_t seed) {
  SliceGoodputStudy study{pod, draws, {}};
  const RandomStreams random(seed);
  std::vector<std::vector<double>> blocks;
  for (int i = 0; i < draws; ++i) {
    RandomStream stream = random.stream("slice_goodput/hosts", static_cast<std::uint64_t>(i));
    blocks.push_back(block_draws(blocks_per_pod(pod), hosts_per_block(pod, chip), stream));
  }
  const SliceRule rule = slice_rule(pod);
  for (const Shape& slice : slices) {
    for (const double availability : host_availabilities) {
      SliceGoodputRow row;
      row.slice = slice;
      row.host_availability = availability;
      row.placed = placed_capacity(slice, pod, availability, blocks);
      if (rule != SliceRule::kContiguous) row.exact = any_blocks_capacity(slice, pod, chip, availability);
      if (rule == SliceRule::kCubes) {
        row.contiguous = placed_capacity(slice, without_ocs(pod), availability, blocks);
      }
      row.published = published_share(pod, slice, availability);
      study.rows.push_back(row);
    }
  }
  return study;
}

}  // namespace gigapod
