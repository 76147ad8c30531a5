// Between two changes arrivals a_k and capacity C are constant. Class k finds C less what the classes before it take,
//   service s_k = what it finds while requests wait, else min(a_k, what it finds)
//   dQ_k / dt = a_k - s_k, kept within 0 and room_k = limit x max(0, C - sum of a_j of the classes before)
// so a request that would wait longer than the limit is rejected. Queues that empty or fill change the rates of the
// classes behind; time passes from one such change to the next.
//
// Requests that start over take all capacity until they are served; the others wait meanwhile.
//
// Assumes many requests: no chance, which is in the latency model. Within a class the order is not told.

#include "sim/model/serving/fluid_queue.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gigapod {
namespace {

/// Requests fewer than this part of a second's arrivals and service are none.
constexpr double kRounding = 1e-9;
/// Of an amount that is shared.
constexpr double kLeastRest = 1e-13;

}  // namespace

FluidQueue::FluidQueue(std::size_t classes, Seconds limit) : classes_(classes), limit_(limit) {}

double FluidQueue::waiting() const {
  return std::accumulate(classes_.begin(), classes_.end(), restarted_,
                         [](double sum, const Class& one) { return sum + one.waiting; });
}

QueueCounts FluidQueue::take(std::size_t index) { return std::exchange(classes_[index].counts, {}); }

void FluidQueue::set_rooms(std::span<const double> arrivals, double capacity) {
  double left = capacity;
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    Class& one = classes_[k];
    one.room = limit_.value() * left;
    if (one.room < 4.0 * kRounding * (arrivals[k] + capacity)) one.room = 0.0;
    const double excess = std::max(0.0, one.waiting - one.room);
    one.counts.rejected += excess;
    one.waiting -= excess;
    left = std::max(0.0, left - arrivals[k]);
  }
}

void FluidQueue::set_rates(std::span<const double> arrivals, double capacity) {
  double left = restarted_ > 0.0 ? 0.0 : capacity;
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    Class& one = classes_[k];
    one.service = one.waiting > 0.0 ? left : std::min(arrivals[k], left);
    const bool is_full = one.waiting >= one.room;
    one.refused = is_full ? std::max(0.0, arrivals[k] - one.service) : 0.0;
    left -= one.service;
  }
}

Seconds FluidQueue::until_change(std::span<const double> arrivals, double capacity, Seconds most) const {
  Seconds next = most;
  if (restarted_ > 0.0 && capacity > 0.0) next = min(next, Seconds(restarted_ / capacity));
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    const Class& one = classes_[k];
    const double growth = one.refused > 0.0 ? 0.0 : arrivals[k] - one.service;
    if (growth > 0.0) next = min(next, Seconds((one.room - one.waiting) / growth));
    if (growth < 0.0) next = min(next, Seconds(one.waiting / -growth));
  }
  return next;
}

void FluidQueue::advance(Seconds duration, std::span<const double> arrivals, double capacity) {
  set_rooms(arrivals, capacity);
  // Each class fills or empties once, and once more when a class before it has emptied.
  const std::size_t most_changes = 1 + 4 * (classes_.size() + 1) * (classes_.size() + 1);
  std::size_t changes = 0;
  for (Seconds left = duration; left > Seconds(0.0);) {
    GIGAPOD_CHECK(++changes <= most_changes, "queues empty and fill finitely often");
    set_rates(arrivals, capacity);
    const Seconds step = until_change(arrivals, capacity, left);
    restarted_ -= std::min(restarted_, capacity * step.value());
    if (restarted_ < kRounding * capacity) restarted_ = 0.0;
    for (std::size_t k = 0; k < classes_.size(); ++k) {
      Class& one = classes_[k];
      const double before = one.waiting;
      const double arrived = arrivals[k] * step.value();
      const double refused = one.refused * step.value();
      const double served = one.service * step.value();
      double after = before + arrived - refused - served;
      const double rounding = kRounding * (arrivals[k] + capacity);
      if (after < rounding) {
        after = 0.0;
      } else if (after > one.room - rounding) {
        after = one.room;
      }
      one.waiting = after;
      one.counts.arrived += arrived;
      one.counts.rejected += refused;
      one.counts.served += before + arrived - refused - after;
      one.counts.waited += Seconds((before + after) / 2.0) * step.value();
    }
    left -= step;
  }
}

void share_fairly(double amount, std::span<const double> asked, std::span<double> given) {
  const double all = std::accumulate(asked.begin(), asked.end(), 0.0);
  if (amount >= all) {
    std::copy(asked.begin(), asked.end(), given.begin());
    return;
  }
  // The level rises for all who are not served yet, as far as what is left goes.
  double level = 0.0;
  double left = amount;
  auto open = static_cast<double>(std::count_if(asked.begin(), asked.end(), [](double wish) { return wish > 0.0; }));
  while (left > kLeastRest * amount && open > 0.0) {
    const double next = level + left / open;
    open = 0.0;
    for (const double wish : asked) {
      if (wish > level) left -= std::min(wish, next) - level;
      if (wish > next) open += 1.0;
    }
    level = next;
  }
  std::transform(asked.begin(), asked.end(), given.begin(), [level](double wish) { return std::min(wish, level); });
}

}  // namespace gigapod
