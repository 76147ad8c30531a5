// How a fleet grows and shrinks. A replica asked for holds its chips while it starts and reads its weights:
//
//   load time as in load_time.cpp, at min(its share of the data-centre network, storage read bandwidth / replicas
//   that load together)
//
// A replica given back takes no more requests and is free when the longest of its requests (the 99% latency) has
// ended. Assumes that weights come from the storage, that loads don't slow the checkpoints of jobs down or the other
// way round, and that the replicas which demand needs at time 0 are loaded by then.

#include "sim/engine/serving_fleet.hpp"
#include "sim/model/serving/load_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace gigapod {
namespace {

/// Autoscalers plan with so many replicas loading at once, of those there are; assumed.
constexpr double kLoadingTogether = 0.1;

}  // namespace

Seconds ServingFleet::load_time(double replicas, const EngineContext& context) const {
  const Scenario& scenario = context.scenario;
  const PodSpec& pod = scenario.pods.at(spec_->pod_type);
  const BytesPerSecond storage = scenario.site.storage.read_bandwidth / std::max(1.0, replicas);
  return gigapod::load_time(spec_->plan, scenario.chips.at(pod.chip), slice_topology(spec_->slice, pod),
                            {min(replica_bandwidth_, storage), spec_->start_time});
}

/// Tells the requests of the look that ends by tenant, and what it was like.
void ServingFleet::close_look(EngineContext& context) {
  const Seconds begin = look_begin_;
  look_begin_ = context.now();
  if (look_begin_ <= begin) return;
  tenants_.book(begin, look_begin_);
  history_.push_back({begin, look_begin_, tenants_.admitted() * tenants_.mean_cost()});
  write_look(context);
}

double ServingFleet::needed_units() const {
  const double per_replica = clocks_.front().requests_per_second * spec_->target_utilization;
  const double asked = std::max(tenants_.admitted() * tenants_.mean_cost(), tenants_.reserved());
  const double replicas = std::max<double>(spec_->minimum_replicas, std::ceil(asked / per_replica));
  return std::ceil(replicas / replicas_per_unit_);
}

std::size_t ServingFleet::wanted_units(EngineContext& context) const {
  if (history_.empty()) return static_cast<std::size_t>(needed_units());
  AutoscalerView view;
  view.now = context.now();
  view.interval = spec_->resize_interval;
  view.replicas = replicas(units_.kept());
  view.load_time = load_time(view.replicas * kLoadingTogether, context);
  view.capacity_per_replica = clocks_.front().requests_per_second;
  view.target_utilization = spec_->target_utilization;
  view.queued = tenants_.queue().waiting() * tenants_.mean_cost();
  view.history = history_;
  const double wanted = std::max({autoscaler_->wanted_replicas(view), view.replicas_for(tenants_.reserved()),
                                  static_cast<double>(spec_->minimum_replicas)});
  return static_cast<std::size_t>(std::ceil(std::ceil(wanted) / replicas_per_unit_));
}

void ServingFleet::resize(const PlacementPolicy& placement, EngineContext& context) {
  settle(context);
  close_look(context);
  next_look_ = min(context.now() + spec_->resize_interval, context.scenario.horizon);
  tenants_.look(context.now(), next_look_);
  const std::size_t before = units_.kept();
  wanted_units_ = wanted_units(context);
  lacks_power_ = lacks_blocks_ = false;
  if (wanted_units_ > before) grow(placement, context);
  if (wanted_units_ < before) shrink(before - wanted_units_, context);
  set_load(context);
  write_metrics(context);
  note_size(before, context);
  ++generation_;
  if (next_look_ < context.scenario.horizon) {
    context.queue.add({next_look_, EventKind::kFleetResize, index_, generation_});
  }
}

void ServingFleet::note_size(std::size_t before, EngineContext& context) {
  if (lacks_blocks_) context.wants_schedule = true;
  if (units_.kept() == before) return;
  context.wants_schedule = true;
  const char* held = missing_units() == 0 ? "" : lacks_power_ ? ", held by power" : ", short of blocks";
  context.writer.add(EventRecord{context.now(), "resize", spec_->name, "", replicas(units_.kept()),
                                 fmt::format("{} -> {} replicas for {:.0f} requests/s{}", replicas(before),
                                             replicas(units_.kept()), tenants_.demand(), held)});
}

std::size_t ServingFleet::missing_units() const {
  return wanted_units_ > units_.kept() ? wanted_units_ - units_.kept() : 0;
}

/// More replicas would be of no use while some stand by for want of power.
void ServingFleet::grow(const PlacementPolicy& placement, EngineContext& context) {
  lacks_power_ = units_.standing_by() + units_.ending() > 0;
  if (lacks_power_) return;
  units_.recall(missing_units());
  load(take(missing_units(), placement, context), context);
}

void ServingFleet::take_free(const PlacementPolicy& placement, EngineContext& context) {
  const std::size_t before = units_.kept();
  if (missing_units() == 0) return;
  settle(context);
  grow(placement, context);
  if (units_.kept() == before) return;
  set_load(context);
  write_metrics(context);
  note_size(before, context);
}

/// Tries the whole wish first, then halves: what a fragmented or powered-out site still gives is taken.
std::vector<FleetUnit> ServingFleet::take(std::size_t units, const PlacementPolicy& placement,
                                          EngineContext& context) {
  std::vector<FleetUnit> taken;
  lacks_power_ = false;
  for (std::size_t count = units; count > 0 && units > 0;) {
    const auto placed = placement.place({unit_, static_cast<int>(count)}, context.site.views(spec_->pod_type));
    bool is_refused = !placed;
    if (placed) {
      std::vector<BlockId> blocks;
      for (const auto& slice : placed->slices) blocks.insert(blocks.end(), slice.begin(), slice.end());
      // Where starts are judged by draws, urgent requests don't wait: whoever power control chooses slows down.
      const bool waits = context.scenario.power_control.admission == Admission::kPromised;
      is_refused = waits && context.site.power().shortage(blocks, block_draw(context)).has_value();
      lacks_power_ = is_refused;
      if (!is_refused) {
        context.site.take(blocks, owner_, clocked().active_power, context.now());
        taken.insert(taken.end(), placed->slices.begin(), placed->slices.end());
        units -= count;
        count = std::min(count, units);
      }
    }
    if (is_refused) count /= 2;
  }
  lacks_blocks_ = units > 0 && !lacks_power_;
  return taken;
}

Watts ServingFleet::block_draw(const EngineContext& context) const {
  return clocked().active_power * chips_per_block(context.scenario.pods.at(spec_->pod_type));
}

void ServingFleet::load(std::vector<FleetUnit> units, EngineContext& context) {
  if (units.empty()) return;
  const Seconds now = context.now();
  const bool is_begin = now == Seconds(0.0);
  const Seconds ready = is_begin ? now : now + load_time(replicas(units.size()), context);
  if (!is_begin) {
    for (const FleetUnit& unit : units) {
      const PodId pod = context.site.pod_of(unit.front()).id;
      context.count_transfer(context.site.route_from_storage(pod), weights_ * replicas_per_unit_);
    }
    context.queue.add({ready, EventKind::kFleetChange, index_, 0});
  }
  units_.add(std::move(units), ready, now);
  peak_units_ = std::max(peak_units_, units_.held());
}

/// First those that have no requests.
void ServingFleet::shrink(std::size_t units, EngineContext& context) {
  const std::size_t most = units_.kept() - units;
  give_back(units_.cancel(units), context);
  give_back(units_.release(units_.kept() - most), context);
  if (units_.kept() == most) return;
  const Seconds end = context.now() + drain_time();
  units_.drain(units_.kept() - most, end);
  context.queue.add({end, EventKind::kFleetChange, index_, 0});
}

void ServingFleet::give_back(const std::vector<FleetUnit>& units, EngineContext& context) {
  if (units.empty()) return;
  FleetUnit blocks;
  for (const FleetUnit& unit : units) blocks.insert(blocks.end(), unit.begin(), unit.end());
  context.site.give_back(blocks, context.now());
  context.wants_schedule = true;
}

void ServingFleet::on_change(EngineContext& context) {
  settle(context);
  give_back(units_.advance(context.now()), context);
  set_load(context);
  context.site.promise(units_.standby_blocks(), idle_power_);
  write_metrics(context);
}

void ServingFleet::look_at_once(EngineContext& context) {
  set_load(context);
  ++generation_;
  context.queue.add({context.now(), EventKind::kFleetResize, index_, generation_});
}

void ServingFleet::lose(BlockRange range, EngineContext& context) {
  settle(context);
  const std::size_t before = units_.with_requests();
  const std::vector<FleetUnit> lost = units_.lose(range);
  start_over(before - units_.with_requests(), latency(Seconds(0.0)));
  give_back(lost, context);
  look_at_once(context);
}

void ServingFleet::evacuate(BlockRange range, EngineContext& context) {
  settle(context);
  give_back(units_.evacuate(range), context);
  look_at_once(context);
}

}  // namespace gigapod
