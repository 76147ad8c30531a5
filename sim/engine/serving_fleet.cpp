#include "sim/engine/serving_fleet.hpp"

#include "sim/base/check.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/cost/chip_price.hpp"
#include "sim/model/demand/sector_plan.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/clock_levels.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace gigapod {
namespace {

SliceTopology slice_of(const FleetSpec& spec, const Scenario& scenario) {
  return slice_topology(spec.slice, scenario.pods.at(spec.pod_type));
}

const ChipSpec& chip_of(const FleetSpec& spec, const Scenario& scenario) {
  return scenario.chips.at(scenario.pods.at(spec.pod_type).chip);
}

/// Capacity that a request of each sector takes, in requests of the fleet's own lengths.
std::vector<double> sector_costs(const FleetSpec& spec, const Scenario& scenario) {
  std::vector<double> costs;
  if (!spec.tenants) return costs;
  const ChipSpec& chip = chip_of(spec, scenario);
  const SliceTopology slice = slice_of(spec, scenario);
  const double own = replica_capacity(spec.plan, chip, slice).requests_per_second;
  const std::vector<double> shares = sector_shares(*spec.tenants, scenario.population);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const SectorSpec& sector = scenario.population.sectors[i];
    const bool is_used = shares[i] > 0.0;
    const double theirs =
        is_used ? replica_capacity(sector_plan(spec.plan, sector), chip, slice).requests_per_second : own;
    GIGAPOD_CHECK(theirs > 0.0, "a valid serving plan serves requests of every sector");
    costs.push_back(own / theirs);
  }
  return costs;
}

double chip_price(const FleetSpec& spec, const Scenario& scenario) {
  if (spec.chip_hour_dollars > 0.0) return spec.chip_hour_dollars;
  const auto published = find_chip_price(chip_of(spec, scenario).name);
  return published ? published->on_demand.value() * 3600.0 : 0.0;
}

}  // namespace

ServingFleet::ServingFleet(const FleetSpec& spec, std::uint32_t index, std::int32_t owner, const Scenario& scenario,
                           const RandomStreams& random, FleetSurrogates& surrogates)
    : spec_(&spec),
      index_(index),
      owner_(owner),
      tenants_(spec, scenario, sector_costs(spec, scenario), random.stream("demand/burst", index)),
      autoscaler_(Registry<Autoscaler>::make(spec.autoscaler.name, spec.autoscaler.parameters)),
      held_(1, scenario.horizon, scenario.metric_interval),
      busy_(1, scenario.horizon, scenario.metric_interval) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = chip_of(spec, scenario);
  plan_clocks(scenario, surrogates);
  const int block = chips_per_block(pod);
  const bool shares_block = spec.slice.chips() < block;
  unit_ = shares_block ? pod.block : spec.slice;
  replicas_per_unit_ = shares_block ? std::floor(static_cast<double>(block) / spec.slice.chips()) : 1.0;
  chips_per_unit_ = shares_block ? block : static_cast<double>(blocks_of(spec.slice, pod)) * block;
  idle_power_ = chip_power_with_host(chip, Activity{});
  weights_ = Bytes(parameter_count(spec.plan.model) * spec.plan.weight_bytes);
  replica_bandwidth_ = slice_dcn_bandwidth(pod, chip, spec.slice.chips(), scenario.site.dcn);
  chip_hour_dollars_ = chip_price(spec, scenario);
  slice_text_ = to_text(spec.slice);
}

/// Down to the lowest clock at which a replica holds its targets in the closed form, whose ratios carry what was
/// measured at the full clock over to the others.
void ServingFleet::plan_clocks(const Scenario& scenario, FleetSurrogates& surrogates) {
  const ChipSpec& chip = chip_of(*spec_, scenario);
  const SliceTopology slice = slice_of(*spec_, scenario);
  std::optional<ReplicaCapacity> full;
  for (const double clock : clock_levels(chip)) {
    const ReplicaCapacity capacity = replica_capacity(spec_->plan, chip_at_clock(chip, clock), slice);
    if (capacity.requests_per_second <= 0.0) break;
    if (!full) {
      full = capacity;
      surrogate_ = &surrogates.of(*spec_, scenario);
      warnings_ = capacity.warnings;
      if (!surrogate_->warning.empty()) warnings_.push_back(surrogate_->warning);
    }
    const double speed = capacity.requests_per_second / full->requests_per_second;
    clocks_.push_back({clock, speed, speed * surrogate_->requests_per_second * tenants_.usual_cost(),
                       capacity.tpot / full->tpot, chip_power_with_host(chip, capacity.activity, clock)});
  }
  GIGAPOD_CHECK(!clocks_.empty(), "a valid serving plan serves requests");
}

double ServingFleet::capacity(const Clocked& clocked, std::size_t serving) const {
  return replicas(serving) * clocked.requests_per_second / tenants_.mean_cost();
}

/// Mean until the next look, with what waits.
double ServingFleet::load_at(const Clocked& clocked, std::size_t serving) const {
  const Seconds left = next_look_ - settled_;
  const double capacity = this->capacity(clocked, serving);
  if (capacity <= 0.0 || left <= Seconds(0.0)) return 0.0;
  return std::min(1.0, (tenants_.admitted() + tenants_.queue().waiting() / left.value()) / capacity);
}

Watts ServingFleet::draw_at(const Clocked& clocked, std::size_t serving) const {
  return idle_power_ + (clocked.active_power - idle_power_) * load_at(clocked, serving);
}

void ServingFleet::set_load(EngineContext& context) {
  load_ = load_at(clocked(), units_.serving());
  context.site.set_chip_power(units_.serving_blocks(), draw_at(clocked(), units_.serving()), context.now());
  context.site.set_chip_power(units_.other_blocks(), idle_power_, context.now());
  context.site.set_chip_power(units_.standby_blocks(), idle_power_, context.now());
}

void ServingFleet::settle(EngineContext& context) {
  const Seconds begin = settled_;
  const Seconds now = context.now();
  if (now <= begin) return;
  settled_ = now;
  book_chips(begin, now, context);
  FluidQueue& queue = tenants_.queue();
  const auto total = [&queue](std::size_t classes) {
    QueueCounts sum;
    for (std::size_t k = 0; k < classes; ++k) {
      sum.served += queue.counts(k).served;
      sum.waited += queue.counts(k).waited;
    }
    return sum;
  };
  const QueueCounts before = total(tenants_.arrivals().size());
  queue.advance(now - begin, tenants_.arrivals(), capacity(clocked(), units_.serving()));
  const QueueCounts after = total(tenants_.arrivals().size());
  const double served = after.served - before.served;
  unspent_wait_ += after.waited - before.waited;
  if (served <= 0.0) return;
  const FleetLatency latency = this->latency(unspent_wait_ / served);
  unspent_wait_ = Seconds(0.0);
  latencies_[0].add(latency.ttft, served);
  latencies_[1].add(latency.tpot, served);
  latencies_[2].add(latency.end_to_end, served);
  latency_requests_ += served;
  ttft_request_seconds_ += served * latency.mean_ttft.value();
  tpot_request_seconds_ += served * latency.mean_tpot.value();
  attained_requests_ += served * latency.attainment;
}

/// Books the chips of all units, with the draw that set_load gave them.
void ServingFleet::book_chips(Seconds begin, Seconds now, EngineContext& context) {
  const double serving = chips(units_.serving());
  const double loading = chips(units_.loading());
  const double standby = chips(units_.standing_by());
  const double held = chips(units_.held());
  Ledger& ledger = context.site.ledger();
  const Watts active = clocked().active_power;
  // At a lower clock the same requests take longer: what they would not have taken is lost to the cap.
  const double speed = clocked().speed;
  ledger.book(Bucket::kBusyUseful, begin, now, serving * load_ * speed, active);
  if (speed < 1.0) ledger.book(Bucket::kPowerCapped, begin, now, serving * load_ * (1.0 - speed), active);
  ledger.book(Bucket::kRestartLost, begin, now, loading, idle_power_);
  ledger.book(Bucket::kPowerCapped, begin, now, standby, idle_power_);
  ledger.book(Bucket::kIdleFree, begin, now, held - loading - standby - serving * load_, idle_power_);
  const Seconds length = now - begin;
  chip_seconds_ += held * length;
  loading_chip_seconds_ += loading * length;
  standby_chip_seconds_ += standby * length;
  const Joules energy = length * (idle_power_ * held + (active - idle_power_) * (serving * load_));
  energy_ += energy;
  bill_.add(energy, now, context.energy_rate);
  held_.add_span(0, begin, now, held);
  busy_.add_span(0, begin, now, serving * load_ + loading);
  const auto book_pods = [&](const std::vector<BlockId>& blocks, double chips) {
    if (chips <= 0.0) return;
    const double each = chips / static_cast<double>(blocks.size());
    for (const BlockId block : blocks)
      context.pod_busy.add_span(context.site.pod_of(block).id.value, begin, now, each);
  };
  book_pods(units_.serving_blocks(), serving * load_);
  book_pods(units_.other_blocks(), loading);
}

}  // namespace gigapod
