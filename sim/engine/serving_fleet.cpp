#include "sim/engine/serving_fleet.hpp"

#include "sim/base/check.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/clock_levels.hpp"
#include "sim/model/serving/latency_at_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {

ServingFleet::ServingFleet(const FleetSpec& spec, std::uint32_t index, std::int32_t owner, const Scenario& scenario)
    : spec_(&spec),
      index_(index),
      owner_(owner),
      curve_(Registry<DemandCurve>::make(spec.demand.name, spec.demand.parameters)) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  plan_clocks(chip, slice_topology(spec.slice, pod));
  const int block = chips_per_block(pod);
  const bool shares_block = spec.slice.chips() < block;
  unit_ = shares_block ? pod.block : spec.slice;
  replicas_per_unit_ = shares_block ? std::floor(static_cast<double>(block) / spec.slice.chips()) : 1.0;
  chips_per_unit_ = shares_block ? block : static_cast<double>(blocks_of(spec.slice, pod)) * block;
  idle_power_ = chip_power_with_host(chip, Activity{});
  slice_text_ = to_text(spec.slice);
}

/// Down to the lowest clock at which a replica holds its targets.
void ServingFleet::plan_clocks(const ChipSpec& chip, const SliceTopology& slice) {
  for (const double clock : clock_levels(chip)) {
    ReplicaCapacity capacity = replica_capacity(spec_->plan, chip_at_clock(chip, clock), slice);
    if (capacity.requests_per_second <= 0.0) break;
    const Watts active = chip_power_with_host(chip, capacity.activity, clock);
    clocks_.push_back({clock, std::move(capacity), active});
  }
  GIGAPOD_CHECK(!clocks_.empty(), "a valid serving plan serves requests");
}

/// Simpson's rule over the interval.
double ServingFleet::mean_demand(Seconds begin, Seconds end) const {
  const double first = curve_->relative_rate(begin);
  const double middle = curve_->relative_rate((begin + end) / 2.0);
  const double last = curve_->relative_rate(end);
  return spec_->peak_requests_per_second * (first + 4.0 * middle + last) / 6.0;
}

void ServingFleet::resize(const PlacementPolicy& placement, EngineContext& context) {
  settle(context);
  const Seconds next = min(context.now() + spec_->resize_interval, context.scenario.horizon);
  demand_ = mean_demand(context.now(), next);
  const double wanted = std::max<double>(
      spec_->minimum_replicas,
      std::ceil(demand_ / (clocks_.front().capacity.requests_per_second * spec_->target_utilization)));
  const auto before = units_.size();
  wanted_units_ = static_cast<std::size_t>(std::ceil(wanted / replicas_per_unit_));
  lacks_power_ = lacks_blocks_ = false;
  if (wanted_units_ > units_.size()) grow(wanted_units_ - units_.size(), placement, context);
  if (wanted_units_ < units_.size()) shrink(units_.size() - wanted_units_, context);
  set_load(context);
  write_metrics(context);
  if (units_.size() != before) {
    context.wants_schedule = true;
    context.writer.add(EventRecord{
        context.now(), "resize", spec_->name, "", replicas(),
        fmt::format("{} -> {} replicas for {:.0f} requests/s{}", static_cast<double>(before) * replicas_per_unit_,
                    replicas(), demand_,
                    units_.size() < wanted_units_ ? (lacks_power_ ? ", held by power" : ", short of blocks") : "")});
  }
  ++generation_;
  if (next < context.scenario.horizon) context.queue.add({next, EventKind::kFleetResize, index_, generation_});
}

void ServingFleet::grow(std::size_t units, const PlacementPolicy& placement, EngineContext& context) {
  // Tries the whole wish first, then halves: what a fragmented or powered-out site still gives is taken.
  for (std::size_t count = units; count > 0 && units > 0;) {
    const auto views = context.site.views(spec_->pod_type);
    const auto placed = placement.place({unit_, static_cast<int>(count)}, views);
    bool is_refused = !placed;
    if (placed) {
      std::vector<BlockId> blocks;
      for (const auto& slice : placed->slices) blocks.insert(blocks.end(), slice.begin(), slice.end());
      const Watts draw = clocked().active_power *
                         (chips_per_unit_ * static_cast<double>(count) / static_cast<double>(blocks.size()));
      // Where starts are judged by draws, urgent requests don't wait: whoever power control chooses slows down.
      const bool waits = context.scenario.power_control.admission == Admission::kPromised;
      is_refused = waits && context.site.power().shortage(blocks, draw).has_value();
      lacks_power_ = is_refused;
      if (!is_refused) {
        context.site.take(blocks, owner_, clocked().active_power, context.now());
        units_.insert(units_.end(), placed->slices.begin(), placed->slices.end());
        is_changed_ = true;
        units -= count;
        count = std::min(count, units);
      }
    }
    if (is_refused) count /= 2;
  }
  lacks_blocks_ = units > 0 && !lacks_power_;
  peak_units_ = std::max(peak_units_, static_cast<double>(units_.size()));
}

void ServingFleet::shrink(std::size_t units, EngineContext& context) {
  std::vector<BlockId> blocks;
  for (; units > 0; --units) {
    blocks.insert(blocks.end(), units_.back().begin(), units_.back().end());
    units_.pop_back();
  }
  context.site.give_back(blocks, context.now());
  is_changed_ = true;
}

void ServingFleet::lose(BlockRange range, EngineContext& context) {
  const auto is_hit = [&](const std::vector<BlockId>& unit) {
    return std::any_of(unit.begin(), unit.end(), [&](BlockId block) { return range.contains(block); });
  };
  if (std::none_of(units_.begin(), units_.end(), is_hit)) return;
  settle(context);
  for (const auto& unit : units_) {
    if (is_hit(unit)) context.site.give_back(unit, context.now());
  }
  units_.erase(std::remove_if(units_.begin(), units_.end(), is_hit), units_.end());
  is_changed_ = true;
  set_load(context);
  ++generation_;
  context.queue.add({context.now(), EventKind::kFleetResize, index_, generation_});
}

double ServingFleet::load_at(const Clocked& clocked) const {
  const double capacity = replicas() * clocked.capacity.requests_per_second;
  return capacity > 0.0 ? std::min(1.0, demand_ / capacity) : 0.0;
}

Watts ServingFleet::draw_at(const Clocked& clocked) const {
  return idle_power_ + (clocked.active_power - idle_power_) * load_at(clocked);
}

void ServingFleet::list_blocks() {
  if (!is_changed_) return;
  blocks_.clear();
  for (const auto& unit : units_) blocks_.insert(blocks_.end(), unit.begin(), unit.end());
  is_changed_ = false;
}

void ServingFleet::set_load(EngineContext& context) {
  load_ = load_at(clocked());
  const Watts power = draw_at(clocked());
  list_blocks();
  context.site.set_chip_power(blocks_, power, context.now());
}

void ServingFleet::settle(EngineContext& context) {
  const Seconds begin = settled_;
  const Seconds now = context.now();
  if (now <= begin) return;
  settled_ = now;
  const double length = (now - begin).value();
  const double chips = held_chips();
  Ledger& ledger = context.site.ledger();
  const Watts active = clocked().active_power;
  // At a lower clock the same requests take longer: what they would not have taken is lost to the cap.
  const double speed = clocked().capacity.requests_per_second / clocks_.front().capacity.requests_per_second;
  ledger.book(Bucket::kBusyUseful, begin, now, chips * load_ * speed, active);
  if (speed < 1.0) ledger.book(Bucket::kPowerCapped, begin, now, chips * load_ * (1.0 - speed), active);
  ledger.book(Bucket::kIdleFree, begin, now, chips * (1.0 - load_), idle_power_);
  chip_seconds_ += chips * (now - begin);
  const Joules energy = chips * (now - begin) * (idle_power_ + (active - idle_power_) * load_);
  energy_ += energy;
  bill_.add(energy, now, context.energy_rate);
  for (const auto& unit : units_) {
    const double each = chips_per_unit_ / static_cast<double>(unit.size()) * load_;
    for (const BlockId block : unit) context.pod_busy.add_span(context.site.pod_of(block).id.value, begin, now, each);
  }
  const double served = std::min(demand_, capacity()) * length;
  const ServingLatency latency = latency_at_load(clocked().capacity, load_);
  served_requests_ += served;
  unserved_requests_ += std::max(0.0, demand_ * length - served);
  ttft_request_seconds_ += served * latency.ttft.value();
  tpot_request_seconds_ += served * latency.tpot.value();
}

double ServingFleet::missing_chips() const {
  return wanted_units_ > units_.size() ? static_cast<double>(wanted_units_ - units_.size()) * chips_per_unit_ : 0.0;
}

double ServingFleet::total_tokens() const {
  return served_requests_ * (spec_->plan.prompt_tokens + spec_->plan.output_tokens);
}

void ServingFleet::write_metrics(EngineContext& context) {
  const ServingLatency latency = latency_at_load(clocked().capacity, load_);
  const auto write = [&](const char* metric, double value) {
    context.writer.add_metric(metric, spec_->name, context.now(), value);
  };
  write("fleet_demand_requests_per_second", demand_);
  write("fleet_capacity_requests_per_second", capacity());
  write("fleet_served_requests_per_second", std::min(demand_, capacity()));
  write("fleet_replicas", replicas());
  write("fleet_chips", held_chips());
  write("fleet_ttft_seconds", latency.ttft.value());
  write("fleet_tpot_seconds", latency.tpot.value());
  write("fleet_ttft_target_seconds", spec_->plan.ttft_target.value());
  write("fleet_tpot_target_seconds", spec_->plan.tpot_target.value());
}

void ServingFleet::close(EngineContext& context) {
  settle(context);
  WorkloadRecord record;
  record.name = spec_->name;
  record.kind = "serving";
  record.tenant = spec_->tenant;
  record.model = spec_->plan.model.name;
  record.pod_type = spec_->pod_type;
  record.slice = slice_text_;
  record.slices = static_cast<int>(peak_units_ * replicas_per_unit_);
  record.chips = static_cast<std::int64_t>(peak_units_ * chips_per_unit_);
  record.state = "running";
  record.start = Seconds(0.0);
  record.tokens = total_tokens();
  record.output_tokens = output_tokens();
  record.requests = served_requests_;
  record.unserved_requests = unserved_requests_;
  if (served_requests_ > 0.0) {
    record.ttft = Seconds(ttft_request_seconds_ / served_requests_);
    record.tpot = Seconds(tpot_request_seconds_ / served_requests_);
  }
  record.goodput =
      served_requests_ + unserved_requests_ > 0.0 ? served_requests_ / (served_requests_ + unserved_requests_) : 0.0;
  record.chip_seconds = chip_seconds_.value();
  record.energy = energy_;
  record.energy_cost = bill_.dollars();
  record.carbon_kg = bill_.carbon_kg();
  context.writer.add(record);
}

}  // namespace gigapod
