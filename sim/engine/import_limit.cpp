#include "sim/engine/import_limit.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace gigapod {
namespace {

constexpr Seconds kRampStep{60.0};

}  // namespace

ImportLimit::ImportLimit(const Scenario& scenario)
    : rating_(scenario.site.power.grid_power),
      firm_(scenario.site.contract.firm_power),
      ramp_(scenario.power_control.ramp_per_minute) {
  for (const CurtailmentSpec& event : scenario.curtailments) {
    for (Seconds begin = event.at; begin < scenario.horizon; begin += event.every) {
      turns_.push_back({max(Seconds(0.0), begin - event.notice), Phase::kAnnounce, &event, {}, {}, begin});
      turns_.push_back({begin, Phase::kBegin, &event, {}, {}, begin});
      turns_.push_back({begin + event.duration, Phase::kEnd, &event, {}, {}, begin});
      if (event.every <= Seconds(0.0)) break;
    }
  }
  std::stable_sort(turns_.begin(), turns_.end(), [](const Turn& a, const Turn& b) {
    return std::tuple(a.time, a.begin, a.phase) < std::tuple(b.time, b.begin, b.phase);
  });
}

std::optional<ImportLimit::Turn> ImportLimit::take_turn(Seconds now, Watts import) {
  if (next_ >= turns_.size() || turns_[next_].time > now) return std::nullopt;
  Turn turn = turns_[next_++];
  if (turn.phase == Phase::kAnnounce) {
    const Watts asked = turn.event->reduction > 0.0 ? import * (1.0 - turn.event->reduction) : turn.event->limit;
    active_.push_back({turn.event, max(firm_, asked), import, turn.begin});
  }
  const auto active = std::find_if(active_.begin(), active_.end(),
                                   [&](const Active& a) { return a.event == turn.event && a.begin == turn.begin; });
  turn.limit = active->limit;
  turn.baseline = active->baseline;
  if (turn.phase == Phase::kBegin) {
    active->has_begun = true;
    ramp_begin_.reset();
  } else if (turn.phase == Phase::kEnd) {
    const Watts before = limit(now);
    active_.erase(active);
    ramp_from(now, before);
  }
  return turn;
}

void ImportLimit::ramp_from(Seconds now, Watts import) {
  if (ramp_ <= Watts(0.0)) return;
  ramp_from_ = import;
  ramp_begin_ = now;
}

bool ImportLimit::is_ramping(Seconds now) const {
  return ramp_begin_ && ramp_from_ + ramp_ * ramp_steps(now) < rating_;
}

/// Whole steps of the ramp so far.
double ImportLimit::ramp_steps(Seconds now) const { return std::floor((now - *ramp_begin_) / kRampStep + 1e-9); }

Watts ImportLimit::limit(Seconds now) const {
  Watts least = rating_;
  if (is_ramping(now)) least = ramp_from_ + ramp_ * ramp_steps(now);
  for (const Active& active : active_) {
    if (active.has_begun) least = min(least, active.limit);
  }
  return least;
}

Watts ImportLimit::coming_limit(Seconds begin) const {
  Watts least = rating_;
  for (const Active& active : active_) {
    if (active.begin <= begin) least = min(least, active.limit);
  }
  return least;
}

std::optional<Seconds> ImportLimit::next_change(Seconds now) const {
  std::optional<Seconds> next;
  if (next_ < turns_.size()) next = turns_[next_].time;
  if (is_ramping(now)) {
    const Seconds step = *ramp_begin_ + kRampStep * (ramp_steps(now) + 1.0);
    next = next ? min(*next, step) : step;
  }
  return next;
}

}  // namespace gigapod
