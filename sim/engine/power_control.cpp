#include "sim/engine/power_control.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kLeaveMargin = 1.2;  ///< jobs save their work and replicas drain so much earlier than they need

/// What the site would draw at the meter with every chip idle, at the overhead of each watt now.
Watts idle_draw(const EngineContext& context) {
  Watts sum;
  for (const PodInstance& pod : context.site.layout().pods) {
    sum += idle_power(*pod.spec, *pod.chip) + context.scenario.site.dcn.power_per_pod;
  }
  const PowerDraw& power = context.site.power();
  return sum * (power.site_power() / power.it_power());
}

/// A limit that no policy can hold is nothing that control reacts to late.
void warn_below_idle(const CurtailmentSpec& event, Watts limit, Watts available, EngineContext& context) {
  const Watts idle = idle_draw(context);
  if (available >= idle) return;
  context.writer.add(
      EventRecord{context.now(), "warning", event.name, "", 0.0,
                  fmt::format("the limit of {} lies below what idle chips draw, {}: no policy holds it",
                              short_text(limit), short_text(idle))});
}

}  // namespace

PowerControl::PowerControl(Jobs& jobs, Fleets& fleets, EngineContext& context)
    : jobs_(jobs),
      fleets_(fleets),
      context_(context),
      policy_(Registry<PowerCapPolicy>::make(context.scenario.power_control.policy.name,
                                             context.scenario.power_control.policy.parameters)),
      limit_(context.scenario),
      supply_(context.scenario) {}

bool PowerControl::has_sources() const {
  const Scenario& scenario = context_.scenario;
  return !scenario.curtailments.empty() || scenario.site.battery || !scenario.site.generation.empty() ||
         scenario.series != SiteSeries{};
}

void PowerControl::begin() {
  follow_weather();
  take_turns();
  rebalance();
  set_start_limit();
  plan_next();
}

void PowerControl::on_event() {
  supply_.advance(context_.now());
  follow_weather();
  take_turns();
  rebalance();
  leave_ahead();
  const bool is_due = act_at_ && *act_at_ <= context_.now();
  if (is_due) act_at_.reset();
  if (is_due || is_capping_ || (is_short() && limit_.is_curtailed())) decide();
  set_start_limit();
  rebalance();
  plan_next();
}

void PowerControl::follow_demand() {
  const PowerDraw& power = context_.site.power();
  if (power.site_power() != seen_demand_) {
    rebalance();
    plan_next();
  }
  if (!is_capping_ || (power.promised(0) == seen_promise_ && !lacks_power())) return;
  decide();
  rebalance();
}

void PowerControl::close() {
  supply_.advance(context_.now());
  if (supply_.battery()) context_.site.ledger().add_battery_loss(supply_.battery()->loss());
  if (is_capping_) capped_time_ += context_.now() - capping_since_;
  measure_curtailments(context_.now());
  for (CurtailmentRecord& record : curtailments_) record.end = min(record.end, context_.now());
}

void PowerControl::take_turns() {
  while (const auto turn = limit_.take_turn(context_.now(), supply_.import())) note(*turn);
}

void PowerControl::note(const ImportLimit::Turn& turn) {
  const CurtailmentSpec& event = *turn.event;
  std::string text;
  switch (turn.phase) {
    case ImportLimit::Phase::kAnnounce: {
      text = fmt::format("announced: at most {} of the {} imported now, for {} from {}", short_text(turn.limit),
                         short_text(turn.baseline), short_text(event.duration), short_text(turn.begin));
      supply_.call_gas(context_.now());
      plan_leaves(turn.begin);
      break;
    }
    case ImportLimit::Phase::kBegin:
      text = fmt::format("begins: at most {}", short_text(turn.limit));
      at_begin_.push_back(supply_.account());
      act_at_ = context_.now();
      curtailments_.push_back(
          {&event, turn.begin, turn.begin + event.duration, turn.baseline, turn.limit, {}, {}, {}});
      warn_below_idle(event, turn.limit, turn.limit + supply_.beside_import(context_.now(), true), context_);
      break;
    case ImportLimit::Phase::kEnd: {
      measure_curtailments(context_.now());
      const auto last = std::find_if(curtailments_.rbegin(), curtailments_.rend(),
                                     [&](const CurtailmentRecord& record) { return record.event == &event; });
      const CurtailmentRecord& record = *last;
      text = fmt::format("ends: imported {} of {} at the pace of before, {} above the limit",
                         short_text(record.imported), short_text(record.baseline * event.duration),
                         short_text(record.over));
      if (!limit_.is_curtailed()) supply_.dismiss_gas();
      break;
    }
  }
  context_.writer.add(EventRecord{context_.now(), "curtailment", event.name, "", turn.limit.value(), text});
}

void PowerControl::plan_leaves(Seconds begin) {
  const Seconds now = context_.now();
  if (begin <= now) return;
  Seconds saving;
  for (const std::uint32_t job : context_.jobs.holding) saving = max(saving, jobs_[job]->yield_time(context_));
  Seconds draining;
  for (const auto& fleet : fleets_) draining = max(draining, fleet->longest_drain());
  leaves_.push_back({max(now, begin - saving * kLeaveMargin), begin, false});
  if (!fleets_.empty()) leaves_.push_back({max(now, begin - draining * kLeaveMargin), begin, true});
}

void PowerControl::measure_curtailments(Seconds now) {
  for (std::size_t i = 0; i < curtailments_.size(); ++i) {
    CurtailmentRecord& record = curtailments_[i];
    if (record.end < now) continue;
    record.imported = supply_.account().import - at_begin_[i].import;
    record.over = supply_.account().over - at_begin_[i].over;
    record.payment =
        max(Joules(0.0), record.baseline * (now - record.begin) - record.imported) * record.event->payment;
  }
}

void PowerControl::follow_weather() {
  if (!supply_.has_temperature()) return;
  context_.site.set_temperature(Celsius(supply_.temperature(context_.now())), context_.now());
}

Watts PowerControl::available() const {
  return limit_.limit(context_.now()) + supply_.beside_import(context_.now(), true);
}

/// Feeds that lost units, then the grid.
std::vector<PowerControl::Envelope> PowerControl::envelopes() const {
  std::vector<Envelope> all = feeds_;
  all.push_back(grid());
  return all;
}

PowerControl::Envelope PowerControl::grid() const {
  return {0, available(), {0, static_cast<std::uint32_t>(context_.site.layout().blocks)}};
}

void PowerControl::limit_feed(int node, Watts most, BlockRange blocks) {
  feeds_.push_back({node, most, blocks});
  context_.site.set_power_limit(node, most, context_.now());
  rebalance();
  plan_next();
}

void PowerControl::release_feed(int node) {
  feeds_.erase(std::remove_if(feeds_.begin(), feeds_.end(), [&](const Envelope& feed) { return feed.node == node; }),
               feeds_.end());
  context_.site.set_power_limit(node, std::nullopt, context_.now());
  context_.wants_schedule = true;
  if (is_capping_) decide();
  rebalance();
  plan_next();
}

void PowerControl::force_gas(Watts change) {
  supply_.force_gas(change);
  rebalance();
  plan_next();
}

void PowerControl::ramp_from_here() {
  limit_.ramp_from(context_.now(), supply_.import());
  set_start_limit();
  plan_next();
}

/// New work must fit without the battery, and beside a curtailment for which jobs are already leaving.
void PowerControl::set_start_limit() {
  Watts import = limit_.limit(context_.now());
  if (jobs_left_until_ > context_.now()) import = min(import, limit_.coming_limit(jobs_left_until_));
  const Watts limit = import + supply_.beside_import(context_.now(), false);
  const bool is_less = limit < context_.site.power().limit(0);
  context_.site.set_power_limit(0, limit, context_.now());
  if (!is_less) context_.wants_schedule = true;
}

void PowerControl::rebalance() {
  const Seconds now = context_.now();
  supply_.advance(now);
  seen_demand_ = context_.site.power().site_power();
  supply_.balance(seen_demand_, limit_.limit(now), limit_.is_curtailed(), now);
  const double it_power = std::max(1.0, context_.site.power().it_power().value());
  context_.energy_rate.set(now, supply_.dollars_per_second() / it_power, supply_.kg_per_second() / it_power);
  if (!act_at_ && !is_capping_ && lacks_power()) {
    supply_.call_gas(now);
    act_at_ = now + context_.scenario.power_control.reaction_time;
  }
  if (has_sources()) write_metrics();
}

void PowerControl::plan_next() {
  const Seconds now = context_.now();
  std::optional<Seconds> next = supply_.next_change(now);
  const auto consider = [&next](const std::optional<Seconds>& time) {
    if (time && (!next || *time < *next)) next = time;
  };
  consider(limit_.next_change(now));
  consider(act_at_);
  for (const Leave& leave : leaves_) consider(leave.at);
  if (next) next = max(*next, now);
  if (next == planned_ && planned_ > now) return;
  planned_ = next;
  ++generation_;
  if (next && *next < context_.scenario.horizon) context_.queue.add({*next, EventKind::kPower, 0, generation_});
}

void PowerControl::write_metrics() {
  const Seconds now = context_.now();
  const auto write = [&](const char* metric, double value) { context_.writer.add_metric(metric, "", now, value); };
  write("import_watts", supply_.import().value());
  write("import_limit_watts", limit_.limit(now).value());
  if (!context_.scenario.site.generation.empty()) {
    write("solar_watts", supply_.solar().value());
    write("gas_watts", supply_.gas().value());
  }
  if (supply_.battery()) {
    write("battery_watts", supply_.battery_power().value());
    write("battery_charge", supply_.battery()->charge());
  }
  if (context_.scenario.series.price) write("energy_price", supply_.price(now));
  if (context_.scenario.series.carbon) write("carbon_intensity", supply_.carbon(now));
  if (supply_.has_temperature()) write("outdoor_temperature", supply_.temperature(now));
}

}  // namespace gigapod
