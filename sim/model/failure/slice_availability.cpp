// Capacity of a pod for slices of one shape, where any healthy blocks form a slice.
//
//   block availability  b = a^h                           h hosts a block, each up with chance a
//   healthy blocks      H ~ binomial(B, b)                B blocks a pod
//   capacity            floor(H / k) k / B                k blocks a slice
//
// Assumes independent hosts and switches that never fail (a faulty OCS slows slices down, it stops none). The steady
// state: what fits at a random moment, not how often a running slice is interrupted.
// Source of the question: Jouppi et al., ISCA 2023, arXiv:2304.01433, Figure 4.

#include "sim/model/failure/slice_availability.hpp"

#include "sim/fabric/slice.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kPromise = 0.95;

}  // namespace

int hosts_per_block(const PodSpec& pod, const ChipSpec& chip) {
  return std::max(1, chips_per_block(pod) / chip.chips_per_host);
}

std::vector<double> healthy_block_chances(const PodSpec& pod, const ChipSpec& chip, double host_availability) {
  const int blocks = blocks_per_pod(pod);
  const double healthy = std::pow(host_availability, hosts_per_block(pod, chip));
  std::vector<double> chances(static_cast<std::size_t>(blocks) + 1, 0.0);
  if (healthy <= 0.0 || healthy >= 1.0) {
    (healthy <= 0.0 ? chances.front() : chances.back()) = 1.0;
    return chances;
  }
  for (int i = 0; i <= blocks; ++i) {
    const double ways = std::lgamma(blocks + 1.0) - std::lgamma(i + 1.0) - std::lgamma(blocks - i + 1.0);
    chances[static_cast<std::size_t>(i)] =
        std::exp(ways + i * std::log(healthy) + (blocks - i) * std::log1p(-healthy));
  }
  return chances;
}

SliceCapacity any_blocks_capacity(const Shape& slice, const PodSpec& pod, const ChipSpec& chip,
                                  double host_availability) {
  const std::vector<double> chances = healthy_block_chances(pod, chip, host_availability);
  const int per_slice = blocks_of(slice, pod);
  const double blocks = blocks_per_pod(pod);
  SliceCapacity capacity;
  double at_least = 1.0;  // chance of i or more healthy blocks
  for (std::size_t i = 0; i < chances.size(); ++i) {
    const double used = static_cast<double>(static_cast<int>(i) / per_slice * per_slice) / blocks;
    capacity.mean += chances[i] * used;
    if (at_least >= kPromise) capacity.promised = used;
    at_least -= chances[i];
  }
  return capacity;
}

}  // namespace gigapod
