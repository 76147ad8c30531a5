#include "sim/policy/clear_room.hpp"

#include "sim/fabric/box_search.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace gigapod {
namespace {

using Holder = FloorPlan::Holder;

double cost_of(const std::set<Holder>& movers, std::span<const MovableJob> movable,
               const std::vector<bool>& is_moving) {
  double cost = 0.0;
  int last = -1;
  for (const Holder& mover : movers) {
    if (mover.job == last) continue;
    last = mover.job;
    const auto job = static_cast<std::size_t>(mover.job);
    if (!is_moving[job]) cost += movable[job].cost;
  }
  return cost;
}

std::vector<Region> boxes(const Shape& slice, std::size_t pod, const FloorPlan& floor) {
  const PodSpec& spec = floor.spec(pod);
  std::vector<std::uint8_t> usable;
  for (int block = 0; block < blocks_per_pod(spec); ++block) {
    usable.push_back(floor.is_free(pod, block) || floor.holder(pod, block).job >= 0 ? 1 : 0);
  }
  std::vector<Region> found;
  for_each_free_box(slice, spec, usable, [&](const FreeBox& box) {
    Region region{pod, box.blocks, {}, 0.0};
    for (const int block : box.blocks) {
      if (!floor.is_free(pod, block)) region.movers.insert(floor.holder(pod, block));
    }
    found.push_back(std::move(region));
  });
  return found;
}

/// What one job holds in a pod.
struct Share {
  int job = 0;
  int blocks = 0;
  double cost = 0.0;
  std::vector<int> slices;
};

std::vector<Share> shares_in(std::size_t pod, const FloorPlan& floor, std::span<const MovableJob> movable,
                             const std::vector<bool>& is_moving) {
  std::map<int, Share> shares;
  for (int block = 0; block < blocks_per_pod(floor.spec(pod)); ++block) {
    const Holder holder = floor.holder(pod, block);
    if (holder.job < 0) continue;
    Share& share = shares[holder.job];
    share.job = holder.job;
    ++share.blocks;
    if (std::find(share.slices.begin(), share.slices.end(), holder.slice) == share.slices.end())
      share.slices.push_back(holder.slice);
  }
  std::vector<Share> found;
  for (auto& [job, share] : shares) {
    const auto index = static_cast<std::size_t>(job);
    share.cost = is_moving[index] ? 0.0 : movable[index].cost;
    found.push_back(std::move(share));
  }
  return found;
}

/// The cheapest of the shares that free at least `missing` blocks: dynamic programming over blocks. Empty: they
/// don't.
std::vector<const Share*> cheapest_set(const std::vector<const Share*>& shares, int missing) {
  const auto most = static_cast<std::size_t>(missing);
  std::vector<double> cost(most + 1, std::numeric_limits<double>::infinity());
  std::vector<std::vector<const Share*>> chosen(most + 1);
  cost[0] = 0.0;
  for (const Share* share : shares) {
    for (std::size_t freed = most; freed-- > 0;) {
      const std::size_t next = std::min(most, freed + static_cast<std::size_t>(share->blocks));
      if (cost[freed] + share->cost >= cost[next]) continue;
      cost[next] = cost[freed] + share->cost;
      chosen[next] = chosen[freed];
      chosen[next].push_back(share);
    }
  }
  return chosen[most];
}

/// Slices that need not leave stay.
Region region_of(std::vector<const Share*> shares, std::size_t pod, int needed, const FloorPlan& floor) {
  Region region{pod, {}, {}, 0.0};
  std::map<Holder, int> blocks;
  for (const Share* share : shares) {
    for (const int slice : share->slices) blocks[{share->job, slice}] = 0;
  }
  for (int block = 0; block < blocks_per_pod(floor.spec(pod)); ++block) {
    const auto held = blocks.find(floor.holder(pod, block));
    if (held != blocks.end()) ++held->second;
  }
  int freed = floor.free_count(pod);
  for (const auto& [holder, count] : blocks) freed += count;
  for (const auto& [holder, count] : blocks) {
    if (freed - count >= needed) {
      freed -= count;
    } else {
      region.movers.insert(holder);
    }
  }
  for (int block = 0; block < blocks_per_pod(floor.spec(pod)) && std::ssize(region.blocks) < needed; ++block) {
    if (floor.is_free(pod, block) || region.movers.contains(floor.holder(pod, block))) region.blocks.push_back(block);
  }
  return region;
}

std::vector<Region> sets(const Shape& slice, std::size_t pod, const FloorPlan& floor,
                         std::span<const MovableJob> movable, const std::vector<bool>& is_moving) {
  const int needed = blocks_of(slice, floor.spec(pod));
  const std::vector<Share> shares = shares_in(pod, floor, movable, is_moving);
  std::vector<const Share*> all;
  for (const Share& share : shares) all.push_back(&share);
  const int missing = std::max(0, needed - floor.free_count(pod));
  if (missing == 0) return {region_of({}, pod, needed, floor)};
  const auto best = cheapest_set(all, missing);
  if (best.empty()) return {};
  std::vector<Region> found = {region_of(best, pod, needed, floor)};
  for (const Share* excluded : best) {
    std::vector<const Share*> others = all;
    std::erase(others, excluded);
    const auto next = cheapest_set(others, missing);
    if (!next.empty()) found.push_back(region_of(next, pod, needed, floor));
  }
  return found;
}

}  // namespace

FloorPlan::FloorPlan(std::span<const PodView> pods, std::span<const MovableJob> movable)
    : views_(pods.begin(), pods.end()) {
  for (const PodView& pod : views_) {
    free_.emplace_back(pod.is_free.begin(), pod.is_free.end());
    holders_.emplace_back(pod.is_free.size());
  }
  for (std::size_t job = 0; job < movable.size(); ++job) {
    const auto& slices = movable[job].slices;
    for (std::size_t slice = 0; slice < slices.size(); ++slice) {
      for (const BlockId block : slices[slice]) {
        const std::size_t pod = pod_of(block);
        holders_[pod][block.value - views_[pod].first_block.value] = {static_cast<int>(job), static_cast<int>(slice)};
      }
    }
  }
}

std::size_t FloorPlan::pod_of(BlockId block) const {
  const auto after = std::upper_bound(views_.begin(), views_.end(), block,
                                      [](BlockId b, const PodView& pod) { return b < pod.first_block; });
  return static_cast<std::size_t>(after - views_.begin()) - 1;
}

PodView FloorPlan::view(std::size_t pod) const {
  PodView view = views_[pod];
  view.is_free = free_[pod];
  return view;
}

std::vector<PodView> FloorPlan::views() const {
  std::vector<PodView> views;
  for (std::size_t pod = 0; pod < views_.size(); ++pod) views.push_back(view(pod));
  return views;
}

void FloorPlan::set_free(std::size_t pod, int block, bool is_free) {
  std::uint8_t& flag = free_[pod][index(block)];
  views_[pod].free_count += static_cast<int>(is_free) - static_cast<int>(flag);
  flag = is_free ? 1 : 0;
  holders_[pod][index(block)] = {};
}

void FloorPlan::set_free(BlockId block, bool is_free) {
  const std::size_t pod = pod_of(block);
  set_free(pod, static_cast<int>(block.value - views_[pod].first_block.value), is_free);
}

void FloorPlan::clear(const std::vector<BlockId>& blocks) {
  for (const BlockId block : blocks) set_free(block, true);
}

std::vector<Region> regions_for(const Shape& slice, const FloorPlan& floor, std::span<const MovableJob> movable,
                                const std::vector<bool>& is_moving, int most_pods) {
  std::vector<std::size_t> pods(floor.pods());
  std::iota(pods.begin(), pods.end(), std::size_t{0});
  std::stable_sort(pods.begin(), pods.end(),
                   [&](std::size_t a, std::size_t b) { return floor.free_count(a) > floor.free_count(b); });
  if (std::ssize(pods) > most_pods) pods.resize(static_cast<std::size_t>(most_pods));
  std::vector<Region> regions;
  for (const std::size_t pod : pods) {
    const bool is_contiguous = slice_rule(floor.spec(pod)) == SliceRule::kContiguous;
    auto found = is_contiguous ? boxes(slice, pod, floor) : sets(slice, pod, floor, movable, is_moving);
    for (Region& region : found) {
      region.cost = cost_of(region.movers, movable, is_moving);
      regions.push_back(std::move(region));
    }
  }
  std::stable_sort(regions.begin(), regions.end(), [](const Region& a, const Region& b) { return a.cost < b.cost; });
  return regions;
}

}  // namespace gigapod
