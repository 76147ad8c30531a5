#include "sim/engine/power_control.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;    ///< of an amount of power, worked out in another order
constexpr int kMostTries = 5;         ///< of a decision whose overhead came out higher than at first
constexpr double kYieldMargin = 1.2;  ///< jobs begin to save their work so much earlier than they need

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
  if (yield_at_ && *yield_at_ <= context_.now()) {
    yield_at_.reset();
    yield_for(limit_.coming_limit());
  }
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
  if (!is_capping_ || power.promised(0) == seen_promise_) return;
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
      Seconds longest;
      for (const std::uint32_t job : context_.jobs.holding) longest = max(longest, jobs_[job]->yield_time(context_));
      const Seconds at = max(context_.now(), turn.begin - longest * kYieldMargin);
      yield_at_ = yield_at_ ? min(*yield_at_, at) : at;
      break;
    }
    case ImportLimit::Phase::kBegin:
      text = fmt::format("begins: at most {}", short_text(turn.limit));
      at_begin_.push_back(supply_.account());
      act_at_ = context_.now();
      curtailments_.push_back(
          {&event, turn.begin, turn.begin + event.duration, turn.baseline, turn.limit, {}, {}, {}});
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

/// What starts are judged by is more than there is.
bool PowerControl::is_over(const Envelope& envelope) const {
  return context_.site.power().planned(envelope.node) > envelope.limit * (1.0 + kRounding);
}

bool PowerControl::is_short() const {
  return is_over(grid()) ||
         std::any_of(feeds_.begin(), feeds_.end(), [&](const Envelope& feed) { return is_over(feed); });
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
  if (limit_.is_curtailed() && !yield_at_) import = min(import, limit_.coming_limit());
  const Watts limit = import + supply_.beside_import(context_.now(), false);
  const bool is_less = limit < context_.site.power().limit(0);
  context_.site.set_power_limit(0, limit, context_.now());
  if (!is_less) context_.wants_schedule = true;
}

std::vector<PowerControl::Load> PowerControl::loads() const {
  std::vector<Load> loads;
  for (const std::uint32_t job : context_.jobs.holding) {
    Load load{jobs_[job].get(), nullptr, {}};
    load.levels = load.job->power_levels(context_);
    loads.push_back(std::move(load));
  }
  for (const auto& fleet : fleets_) {
    if (fleet->holds_units()) loads.push_back({nullptr, fleet.get(), fleet->power_levels(context_)});
  }
  return loads;
}

/// Part of the load's blocks that the envelope feeds.
double PowerControl::share_below(const Envelope& envelope, const Load& load) const {
  if (envelope.node == 0) return 1.0;
  std::size_t below = 0;
  std::size_t all = 0;
  const auto count = [&](const std::vector<BlockId>& blocks) {
    all += blocks.size();
    below += static_cast<std::size_t>(
        std::count_if(blocks.begin(), blocks.end(), [&](BlockId block) { return envelope.blocks.contains(block); }));
  };
  if (load.job != nullptr) {
    count(load.job->blocks());
  } else {
    count(load.fleet->units().serving_blocks());
    count(load.fleet->units().other_blocks());
  }
  return all > 0 ? static_cast<double>(below) / static_cast<double>(all) : 0.0;
}

Watts PowerControl::planned_power(const Load& load) const {
  return load.job != nullptr ? load.job->planned_power(context_) : load.fleet->planned_power(context_);
}

/// Has the policy lower decisions until what draws below the envelope fits the budget.
void PowerControl::lower(const Envelope& envelope, Watts budget, const std::vector<Load>& loads,
                         std::vector<PowerDecision>& decisions) const {
  std::vector<std::size_t> members;
  std::vector<CappedLoad> views;
  std::vector<std::vector<ClockLevel>> levels;
  levels.reserve(loads.size());
  std::vector<PowerDecision> theirs;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const double share = share_below(envelope, loads[i]);
    if (share <= 0.0) continue;
    CappedLoad view = loads[i].job != nullptr ? loads[i].job->capped_view(context_) : loads[i].fleet->capped_view();
    levels.push_back(loads[i].levels);
    for (ClockLevel& level : levels.back()) level.draw *= share;
    view.chips *= share;
    view.idle *= share;
    view.levels = levels.back();
    views.push_back(view);
    members.push_back(i);
    theirs.push_back(decisions[i]);
  }
  if (total_draw(views, theirs) <= budget * (1.0 + kRounding)) return;
  policy_->choose(budget, views, theirs);
  for (std::size_t i = 0; i < members.size(); ++i) decisions[members[i]] = theirs[i];
}

/// Whoever gives power back does so before others take it.
bool PowerControl::apply(const std::vector<Load>& loads, const std::vector<PowerDecision>& decisions) {
  bool is_held_back = false;
  for (const bool lowers : {true, false}) {
    for (std::size_t i = 0; i < loads.size(); ++i) {
      const PowerDecision& decision = decisions[i];
      is_held_back = is_held_back || decision != PowerDecision{};
      if (loads[i].job != nullptr) {
        if (loads[i].job->lowers_power(decision) == lowers) loads[i].job->set_power(decision, context_);
      } else if (loads[i].fleet->lowers_power(decision) == lowers) {
        loads[i].fleet->set_power(decision, context_);
      }
    }
  }
  return is_held_back;
}

void PowerControl::decide() {
  const std::vector<Load> all = loads();
  const std::vector<Envelope> limits = envelopes();
  const Watts before = context_.site.power().planned(0);
  const bool was_capping = is_capping_;
  std::vector<Watts> budgets;
  for (const Envelope& envelope : limits) budgets.push_back(budget(envelope, all));
  std::vector<PowerDecision> decisions;
  for (int i = 0; i < kMostTries; ++i) {
    decisions.assign(all.size(), PowerDecision{});
    for (std::size_t k = 0; k < limits.size(); ++k) lower(limits[k], budgets[k], all, decisions);
    is_capping_ = apply(all, decisions);
    bool holds = true;
    for (std::size_t k = 0; k < limits.size(); ++k) {
      if (!is_over(limits[k])) continue;
      budgets[k] -= context_.site.power().planned(limits[k].node) - limits[k].limit;
      holds = false;
    }
    if (holds) break;
  }
  if (is_capping_ && !was_capping) capping_since_ = context_.now();
  if (!is_capping_ && was_capping) capped_time_ += context_.now() - capping_since_;
  seen_promise_ = context_.site.power().promised(0);
  futile_plan_ = is_short() ? context_.site.power().planned(0) : Watts(0.0);
  futile_supply_ = limits.back().limit;
  if (context_.site.power().planned(0) == before && is_capping_ == was_capping) return;
  ++decisions_;
  context_.wants_schedule = true;
  context_.writer.add(EventRecord{context_.now(), "power", "", "", context_.site.power().planned(0).value(),
                                  decision_text(limits.back().limit, all, decisions)});
}

/// IT power that workloads may draw together below the envelope, if every watt of theirs takes with it what the site
/// takes for each watt now. Losses and cooling are not quite so even, so whoever uses it looks again.
Watts PowerControl::budget(const Envelope& envelope, const std::vector<Load>& loads) const {
  const PowerDraw& power = context_.site.power();
  Watts sum;
  for (const Load& load : loads) sum += share_below(envelope, load) * planned_power(load);
  const double overhead = envelope.node == 0 ? std::max(1.0, power.site_power() / power.it_power()) : 1.0;
  return sum + (envelope.limit - power.planned(envelope.node)) / overhead;
}

std::string PowerControl::decision_text(Watts available, const std::vector<Load>& loads,
                                        const std::vector<PowerDecision>& decisions) {
  int slowed = 0;
  int paused = 0;
  int sent_back = 0;
  double least = 1.0;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const PowerDecision& decision = decisions[i];
    if (decision.action == PowerAction::kPause) ++paused;
    if (decision.action == PowerAction::kYield) ++sent_back;
    if (decision.action != PowerAction::kRun || decision.level == 0) continue;
    ++slowed;
    least = std::min(least, loads[i].levels[decision.level].clock);
  }
  if (slowed + paused + sent_back == 0)
    return fmt::format("{} available: everything runs at full clock", short_text(available));
  return fmt::format("{} available: {} slowed to a clock of {:.2f} or more, {} paused, {} sent back",
                     short_text(available), slowed, least, paused, sent_back);
}

/// Before an announced limit holds: whoever the policy would send back begins to save its work.
void PowerControl::yield_for(Watts limit) {
  const std::vector<Load> all = loads();
  Envelope coming = grid();
  coming.limit = limit + supply_.beside_import(context_.now(), true);
  std::vector<PowerDecision> decisions(all.size());
  lower(coming, budget(coming, all), all, decisions);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (decisions[i].action == PowerAction::kYield) all[i].job->yield(context_);
  }
}

void PowerControl::rebalance() {
  const Seconds now = context_.now();
  supply_.advance(now);
  seen_demand_ = context_.site.power().site_power();
  supply_.balance(seen_demand_, limit_.limit(now), limit_.is_curtailed(), now);
  const double it_power = std::max(1.0, context_.site.power().it_power().value());
  context_.energy_rate.set(now, supply_.dollars_per_second() / it_power, supply_.kg_per_second() / it_power);
  const auto is_futile = [&] {  // nobody could give more
    return context_.site.power().planned(0) == futile_plan_ && available() == futile_supply_;
  };
  if (!act_at_ && !is_capping_ && is_short() && !is_futile()) {
    supply_.call_gas(now);
    act_at_ = now + context_.scenario.power_control.reaction_time;
  }
  if (has_sources()) write_metrics();
}

void PowerControl::plan_next() {
  const Seconds now = context_.now();
  std::optional<Seconds> next = supply_.next_change(now);
  for (const auto& time : {limit_.next_change(now), act_at_, yield_at_}) {
    if (time && (!next || *time < *next)) next = time;
  }
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
