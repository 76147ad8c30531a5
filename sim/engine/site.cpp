#include "sim/engine/site.hpp"

#include "sim/model/power/chip_power.hpp"

#include <algorithm>

namespace gigapod {

Site::Site(const Scenario& scenario)
    : layout_(lay_out(scenario.site, scenario.pods, scenario.chips)),
      tree_(build_power_tree(scenario.site, layout_)),
      dcn_(Registry<DcnTopology>::make(scenario.site.dcn.family)->build(scenario.site, layout_)),
      inventory_(layout_),
      stays_(layout_),
      power_(tree_, site_cooling(scenario.site, layout_)),
      ledger_(scenario.horizon, scenario.metric_interval) {
  if (scenario.power_control.admission == Admission::kDrawn) power_.judge_by_draws();
  for (const PodInstance& pod : layout_.pods) {
    to_storage_.push_back(gigapod::route_to_storage(dcn_, pod.id));
    from_storage_.push_back(gigapod::route_from_storage(dcn_, pod.id));
    unheld_[pod.spec->name].idle_power = chip_power_with_host(*pod.chip, Activity{});
    std::vector<BlockId> blocks;
    for (int i = 0; i < pod.blocks; ++i) {
      blocks.push_back(BlockId{pod.first_block.value + static_cast<std::uint32_t>(i)});
      count_block(blocks.back(), 1.0);
    }
    power_.promise_blocks(blocks, unheld_[pod.spec->name].idle_power * chips_per_block(*pod.spec));
    draw_as_unheld(blocks, Seconds(0.0));
    keep_spares(pod, scenario.recovery.spare_blocks);
  }
}

/// The last blocks of a pod: placement fills it from the front.
void Site::keep_spares(const PodInstance& pod, int count) {
  const int kept = pod.spec->ocs_count > 0 ? std::min(count, pod.blocks) : 0;
  missing_spares_.push_back(0);
  for (int i = 0; i < kept; ++i) {
    set_spare(BlockId{pod.first_block.value + static_cast<std::uint32_t>(pod.blocks - 1 - i)}, true, Seconds(0.0));
  }
}

void Site::set_spare(BlockId block, bool is_spare, Seconds now) {
  settle_unheld(now);
  count_block(block, -1.0);
  inventory_.set_spare(block, is_spare);
  is_spare ? stays_.begin({block}, BlockStays::kSpare, now) : stays_.end({block}, now);
  count_block(block, 1.0);
}

std::optional<BlockId> Site::find_spare(PodId id) const {
  const PodInstance& pod = layout_.pods[id.value];
  for (int i = pod.blocks; i-- > 0;) {
    const BlockId block{pod.first_block.value + static_cast<std::uint32_t>(i)};
    if (inventory_.is_spare(block) && inventory_.is_healthy(block)) return block;
  }
  const auto flags = inventory_.free_flags(id);
  const auto found = std::find(flags.begin(), flags.end(), std::uint8_t{1});
  if (found == flags.end()) return std::nullopt;
  return BlockId{pod.first_block.value + static_cast<std::uint32_t>(found - flags.begin())};
}

void Site::release_spare(BlockId block, Seconds now) {
  if (!inventory_.is_spare(block)) return;
  set_spare(block, false, now);
  ++missing_spares_[inventory_.pod_of(block).value];
}

const Site::Route& Site::route_between(PodId from, PodId to) {
  const auto known = between_.find({from, to});
  if (known != between_.end()) return known->second;
  return between_.emplace(std::pair(from, to), route(dcn_, from, to)).first->second;
}

void Site::count_block(BlockId block, double sign) {
  UnheldChips& counts = unheld(block);
  const double chips = chips_per_block(*pod_of(block).spec);
  const double down = inventory_.down_chips(block);
  counts.down += sign * down;
  const bool is_free = inventory_.is_healthy(block) && !inventory_.is_spare(block);
  (is_free ? counts.free : counts.stranded) += sign * (chips - down);
}

/// Blocks of one pod type. A faulty block keeps the promise of its hosts that are off, so that a repair never breaks
/// an envelope.
void Site::draw_as_unheld(const std::vector<BlockId>& blocks, Seconds now) {
  if (blocks.empty()) return;
  const double chips = chips_per_block(*pod_of(blocks.front()).spec);
  const Watts idle = unheld(blocks.front()).idle_power;
  std::vector<BlockId> whole;
  for (const BlockId block : blocks) {
    const int down = inventory_.down_chips(block);
    if (down == 0) {
      whole.push_back(block);
    } else {
      power_.set_block(block, idle * (chips - down), now);
    }
  }
  power_.set_blocks(whole, idle * chips, now);
  power_.promise_blocks(blocks, idle * chips);
}

void Site::take(const std::vector<BlockId>& blocks, std::int32_t owner, Watts promised_per_chip, Seconds now) {
  settle_unheld(now);
  for (const BlockId block : blocks) count_block(block, -1.0);
  if (!blocks.empty()) {
    power_.promise_blocks(blocks, promised_per_chip * chips_per_block(*pod_of(blocks.front()).spec));
  }
  inventory_.take(blocks, owner);
  stays_.begin(blocks, owner, now);
}

void Site::give_back(const std::vector<BlockId>& blocks, Seconds now) {
  settle_unheld(now);
  inventory_.give_back(blocks);
  stays_.end(blocks, now);
  for (const BlockId block : blocks) count_block(block, 1.0);
  draw_as_unheld(blocks, now);
}

void Site::add_fault(BlockId block, int chips, Seconds now) {
  settle_unheld(now);
  count_block(block, -1.0);
  inventory_.add_fault(block, chips);
  count_block(block, 1.0);
  draw_as_unheld({block}, now);
}

void Site::repair_fault(BlockId block, int chips, Seconds now) {
  settle_unheld(now);
  count_block(block, -1.0);
  inventory_.repair_fault(block, chips);
  count_block(block, 1.0);
  draw_as_unheld({block}, now);
  int& missing = missing_spares_[inventory_.pod_of(block).value];
  if (missing == 0 || !inventory_.is_healthy(block) || inventory_.is_spare(block)) return;
  --missing;
  set_spare(block, true, now);
}

BlockFeeds Site::feeds_of(const std::vector<BlockId>& blocks) const {
  if (blocks.empty()) return {};
  return {power_.cover(blocks), static_cast<double>(chips_per_block(*pod_of(blocks.front()).spec))};
}

void Site::set_chip_power(const BlockFeeds& feeds, Watts per_chip, Seconds now) {
  power_.set_nodes(feeds.nodes, per_chip * feeds.chips_per_block, now);
}

void Site::set_chip_power(const std::vector<BlockId>& blocks, Watts per_chip, Seconds now) {
  if (blocks.empty()) return;
  power_.set_blocks(blocks, per_chip * chips_per_block(*pod_of(blocks.front()).spec), now);
}

void Site::set_power_limit(int node, std::optional<Watts> most, Seconds now) { power_.set_limit(node, most, now); }

void Site::set_temperature(Celsius outdoors, Seconds now) { power_.set_temperature(outdoors, now); }

void Site::promise(const std::vector<BlockId>& blocks, Watts per_chip) {
  if (blocks.empty()) return;
  power_.promise_blocks(blocks, per_chip * chips_per_block(*pod_of(blocks.front()).spec));
}

void Site::promise(const BlockFeeds& feeds, Watts per_chip) {
  power_.promise_nodes(feeds.nodes, per_chip * feeds.chips_per_block);
}

void Site::set_shortage(const std::string& pod_type, bool waits_for_blocks, double power_held_chips, Seconds now) {
  UnheldChips& counts = unheld_.at(pod_type);
  if (counts.is_wanted == waits_for_blocks && counts.power_held == power_held_chips) return;
  settle_unheld(now);
  counts.is_wanted = waits_for_blocks;
  counts.power_held = power_held_chips;
}

void Site::settle_unheld(Seconds now) {
  if (now <= settled_) return;
  for (const auto& [type, counts] : unheld_) {
    const double held = std::min(counts.free, counts.power_held);
    const Bucket rest = counts.is_wanted ? Bucket::kIdleFragmented : Bucket::kIdleFree;
    ledger_.book(Bucket::kDown, settled_, now, counts.down, Watts(0.0));
    ledger_.book(Bucket::kIdleFragmented, settled_, now, counts.stranded, counts.idle_power);
    ledger_.book(Bucket::kIdlePowerHeld, settled_, now, held, counts.idle_power);
    ledger_.book(rest, settled_, now, counts.free - held, counts.idle_power);
    if (counts.is_wanted) wanted_ += (now - settled_) * (counts.free - held);
  }
  settled_ = now;
}

std::vector<PodView> Site::views(std::string_view pod_type) const {
  std::vector<PodView> views;
  for (const PodInstance& pod : layout_.pods) {
    if (pod.spec->name != pod_type) continue;
    views.push_back({pod.id, pod.spec, pod.first_block, inventory_.free_flags(pod.id), inventory_.free_blocks(pod.id),
                     tree_.hall_of_pod[pod.id.value], dcn_.block_of_pod[pod.id.value]});
  }
  return views;
}

double Site::free_chips(const std::string& pod_type) const {
  const auto found = unheld_.find(pod_type);
  return found == unheld_.end() ? 0.0 : found->second.free;
}

}  // namespace gigapod
