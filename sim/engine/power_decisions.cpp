// What power control decides: it asks the policy, envelope by envelope, and tells jobs and fleets.

#include "sim/engine/power_control.hpp"
#include "sim/policy/power_give_back.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;  ///< of an amount of power, worked out in another order
constexpr int kMostTries = 5;       ///< of a decision whose overhead came out higher than at first

}  // namespace

/// What starts are judged by is more than there is.
bool PowerControl::is_over(const Envelope& envelope) const {
  return context_.site.power().planned(envelope.node) > envelope.limit * (1.0 + kRounding);
}

bool PowerControl::is_short() const {
  return is_over(grid()) ||
         std::any_of(feeds_.begin(), feeds_.end(), [&](const Envelope& feed) { return is_over(feed); });
}

/// Somebody may have more to give than at the last decision.
bool PowerControl::lacks_power() const {
  const bool is_futile = context_.site.power().planned(0) == futile_plan_ && available() == futile_supply_;
  return is_short() && !is_futile;
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
    count(load.fleet->units().standby_blocks());
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
    for (ClockLevel& level : levels.back()) {
      level.draw *= share;
      level.drained *= share;
    }
    view.chips *= share;
    view.idle *= share;
    view.levels = levels.back();
    views.push_back(view);
    members.push_back(i);
    theirs.push_back(decisions[i]);
  }
  if (total_draw(views, theirs) <= budget * (1.0 + kRounding)) return;
  choose_and_give_back(*policy_, budget, views, theirs);
  for (std::size_t i = 0; i < members.size(); ++i) decisions[members[i]] = theirs[i];
}

/// Whoever gives power back does so before others take it.
bool PowerControl::apply(const std::vector<Load>& loads, const std::vector<PowerDecision>& decisions, bool lets_end) {
  bool is_held_back = false;
  for (const bool lowers : {true, false}) {
    for (std::size_t i = 0; i < loads.size(); ++i) {
      const PowerDecision& decision = decisions[i];
      is_held_back = is_held_back || decision != PowerDecision{};
      if (loads[i].job != nullptr) {
        if (loads[i].job->lowers_power(decision) == lowers) loads[i].job->set_power(decision, context_);
      } else if (loads[i].fleet->lowers_power(decision) == lowers) {
        loads[i].fleet->set_power(decision, lets_end, context_);
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
  // Replicas that have drained for a limit to come stay as they are, and end what they have.
  const bool have_left = fleets_left_until_ > context_.now();
  std::vector<PowerDecision> least(all.size());
  if (have_left) least = decisions_ahead(all, fleets_left_until_);
  for (const Load& load : all) {
    if (load.fleet != nullptr) load.fleet->begin_decision();
  }
  std::vector<PowerDecision> decisions;
  for (int i = 0; i < kMostTries; ++i) {
    decisions.assign(all.size(), PowerDecision{});
    for (std::size_t k = 0; k < all.size(); ++k) decisions[k].serving = least[k].serving;
    for (std::size_t k = 0; k < limits.size(); ++k) lower(limits[k], budgets[k], all, decisions);
    is_capping_ = apply(all, decisions, have_left);
    bool holds = true;
    for (std::size_t k = 0; k < limits.size(); ++k) {
      if (!is_over(limits[k])) continue;
      budgets[k] -= context_.site.power().planned(limits[k].node) - limits[k].limit;
      holds = false;
    }
    if (holds) break;
  }
  for (const Load& load : all) {
    if (load.fleet != nullptr) load.fleet->end_decision(context_);
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
  int drained = 0;
  double least = 1.0;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const PowerDecision& decision = decisions[i];
    if (decision.action == PowerAction::kPause) ++paused;
    if (decision.action == PowerAction::kYield) ++sent_back;
    if (loads[i].fleet != nullptr && loads[i].fleet->units().standing_by() > 0) ++drained;
    if (decision.action != PowerAction::kRun || decision.level == 0) continue;
    ++slowed;
    least = std::min(least, loads[i].levels[decision.level].clock);
  }
  if (slowed + paused + sent_back + drained == 0)
    return fmt::format("{} available: everything runs at full clock", short_text(available));
  return fmt::format(
      "{} available: {} slowed to a clock of {:.2f} or more, {} paused, {} sent back, "
      "replicas of {} on standby",
      short_text(available), slowed, least, paused, sent_back, drained);
}

/// What the policy would decide under the limits that begin by then.
std::vector<PowerDecision> PowerControl::decisions_ahead(const std::vector<Load>& loads, Seconds begin) const {
  Envelope coming = grid();
  coming.limit = limit_.coming_limit(begin) + supply_.beside_import(context_.now(), true);
  std::vector<PowerDecision> decisions(loads.size());
  lower(coming, budget(coming, loads), loads, decisions);
  return decisions;
}

/// Whoever is due: jobs that the policy would send back begin to save their work, and replicas that it would have
/// stand by end what they have.
void PowerControl::leave_ahead() {
  const auto is_due = [now = context_.now()](const Leave& leave) { return leave.at <= now; };
  for (const Leave& leave : leaves_) {
    if (!is_due(leave)) continue;
    Seconds& left_until = leave.is_fleets ? fleets_left_until_ : jobs_left_until_;
    left_until = max(left_until, leave.begin);
    const std::vector<Load> all = loads();
    const std::vector<PowerDecision> decisions = decisions_ahead(all, left_until);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (leave.is_fleets && all[i].fleet != nullptr) all[i].fleet->drain(decisions[i], context_);
      const bool yields = decisions[i].action == PowerAction::kYield;
      if (!leave.is_fleets && yields) all[i].job->yield(context_);
    }
  }
  std::erase_if(leaves_, is_due);
}

}  // namespace gigapod
