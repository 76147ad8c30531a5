#include "sim/engine/power_faults.hpp"

#include "sim/base/dimension.hpp"
#include "sim/model/power/breaker.hpp"
#include "sim/model/power/chip_power.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Blocks below a node; they follow each other, since pods hang off the tree in their order.
BlockRange blocks_below(const PowerTree& tree, int node) {
  const auto is_below = [&](int rack) {
    while (rack > node) rack = tree.nodes[static_cast<std::size_t>(rack)].parent;
    return rack == node;
  };
  const auto& racks = tree.rack_of_block;
  const auto first = std::find_if(racks.begin(), racks.end(), is_below);
  const auto last = std::find_if_not(first, racks.end(), is_below);
  return {static_cast<std::uint32_t>(first - racks.begin()), static_cast<std::uint32_t>(last - racks.begin())};
}

}  // namespace

PowerFaults::PowerFaults(FailureReaction& reaction, PowerControl& control, EngineContext& context)
    : reaction_(reaction), control_(control), context_(context) {
  const PowerDraw& power = context.site.power();
  for (const PowerFaultSpec& spec : context.scenario.power_faults) {
    Fault fault;
    fault.spec = &spec;
    fault.node = power.node_index(spec.node).value();
    fault.blocks = blocks_below(power.tree(), fault.node);
    fault.outage.name = spec.name;
    fault.outage.scope = FailureScope::kHall;
    fault.outage.effect = FailureEffect::kStop;
    faults_.push_back(std::move(fault));
  }
}

void PowerFaults::begin() {
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    plan(faults_[i].spec->at, i, Phase::kBegin);
    plan(end_of(faults_[i]), i, Phase::kEnd);
  }
}

void PowerFaults::plan(Seconds time, std::size_t fault, Phase phase) {
  if (time >= context_.scenario.horizon) return;
  context_.queue.add(
      {time, EventKind::kPowerFault, static_cast<std::uint32_t>(fault), static_cast<std::uint64_t>(phase)});
}

void PowerFaults::on_event(const Event& event) {
  const std::size_t index = event.subject;
  const Fault& fault = faults_[index];
  switch (static_cast<Phase>(event.generation)) {
    case Phase::kBegin: return begin(index);
    case Phase::kTrip: {
      const PowerDraw& power = context_.site.power();
      const bool is_over = power.node(fault.node) > power.limit(fault.node) * BreakerSpec{}.pickup;
      if (!fault.is_limited || !is_over) return;
      note(fault, fmt::format("the breaker of what is left opens: {} on {}", short_text(power.node(fault.node)),
                              short_text(power.limit(fault.node))));
      return lose_feed(index);
    }
    case Phase::kDark: return go_dark(index);
    case Phase::kEnd: return end(index);
  }
}

void PowerFaults::begin(std::size_t index) {
  const PowerNode& node = context_.site.power().tree().nodes[static_cast<std::size_t>(faults_[index].node)];
  const int failed = faults_[index].spec->units;
  const bool is_whole = failed == 0 || failed >= installed_units(node.redundancy, node.units);
  is_whole ? lose_feed(index) : lose_units(index);
}

/// The rest carries the load, or its breaker does not let power control act in time.
void PowerFaults::lose_units(std::size_t index) {
  Fault& fault = faults_[index];
  const PowerDraw& power = context_.site.power();
  const PowerNode& node = power.tree().nodes[static_cast<std::size_t>(fault.node)];
  const Watts left = available_rating(node.rating, node.redundancy, node.units, fault.spec->units);
  const Watts draw = power.node(fault.node);
  note(fault, fmt::format("{} of {} units of {} fail: {} of its {} are left for {}", fault.spec->units,
                          installed_units(node.redundancy, node.units), node.name, short_text(left),
                          short_text(node.rating), short_text(draw)));
  if (left >= node.rating) return;
  fault.is_limited = true;
  control_.limit_feed(fault.node, left, fault.blocks);
  const auto trip = trip_time(BreakerSpec{}, draw / left);
  if (trip) plan(context_.now() + *trip, index, Phase::kTrip);
}

void PowerFaults::lose_feed(std::size_t index) {
  Fault& fault = faults_[index];
  const Seconds now = context_.now();
  const Seconds batteries_end = now + context_.scenario.site.backup.ride_through;
  const Watts draw = context_.site.power().node(fault.node);
  if (batteries_end >= end_of(fault)) {
    return note(fault,
                fmt::format("{} fails: UPS batteries carry {} until it is back", fault.spec->node, short_text(draw)));
  }
  if (control_.supply().carries(draw, batteries_end - now)) {
    fault.gas = draw;
    control_.force_gas(draw);
    return note(fault, fmt::format("{} fails: generators take {} over from the UPS batteries", fault.spec->node,
                                   short_text(draw)));
  }
  if (batteries_end > now) {
    note(fault, fmt::format("{} fails: UPS batteries carry {} for {}", fault.spec->node, short_text(draw),
                            short_text(batteries_end - now)));
    return plan(batteries_end, index, Phase::kDark);
  }
  go_dark(index);
}

/// Every pod below goes down; with a ramp each comes back when its idle draw fits the ramp after the one before it.
void PowerFaults::go_dark(std::size_t index) {
  Fault& fault = faults_[index];
  fault.is_dark = true;
  ++blackouts_;
  note(fault, fmt::format("{} is dark: {} blocks lose power", fault.spec->node, fault.blocks.size()));
  const Watts ramp = context_.scenario.power_control.ramp_per_minute;
  Seconds back = end_of(fault) - context_.now();
  for (const PodInstance& pod : context_.site.layout().pods) {
    const BlockRange blocks{
        std::max(fault.blocks.begin, pod.first_block.value),
        std::min(fault.blocks.end, pod.first_block.value + static_cast<std::uint32_t>(pod.blocks))};
    if (blocks.begin >= blocks.end) continue;
    const int chips = chips_per_block(*pod.spec);
    reaction_.lose_power({&fault.outage, pod.id, blocks, chips, 0, back});
    if (ramp <= Watts(0.0)) continue;
    const Watts idle = chip_power_with_host(*pod.chip, Activity{}) * static_cast<double>(chips) * blocks.size();
    back += Seconds(60.0) * (idle / ramp);
  }
}

void PowerFaults::end(std::size_t index) {
  Fault& fault = faults_[index];
  note(fault, fmt::format("{} is mended", fault.spec->node));
  if (fault.is_limited) control_.release_feed(fault.node);
  if (fault.gas > Watts(0.0)) control_.force_gas(-fault.gas);
  if (fault.is_dark) control_.ramp_from_here();
  fault.is_limited = fault.is_dark = false;
  fault.gas = Watts(0.0);
}

void PowerFaults::note(const Fault& fault, const std::string& what) {
  context_.writer.add(EventRecord{context_.now(), "power_fault", fault.spec->name, "",
                                  context_.site.power().node(fault.node).value(), what});
}

}  // namespace gigapod
