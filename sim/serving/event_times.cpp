#include "sim/serving/event_times.hpp"

#include <bit>
#include <limits>

namespace gigapod {

EventTimes::EventTimes(std::size_t sources)
    : leaves_(std::bit_ceil(sources < 2 ? std::size_t{2} : sources)),
      times_(leaves_, std::numeric_limits<double>::infinity()),
      winners_(leaves_) {
  for (std::size_t node = leaves_ - 1; node >= 1; --node) {
    winners_[node] = 2 * node >= leaves_ ? 2 * node - leaves_ : winners_[2 * node];
  }
}

void EventTimes::set(std::size_t source, double time) {
  times_[source] = time;
  const std::size_t pair = source & ~std::size_t{1};
  std::size_t node = (leaves_ + source) / 2;
  winners_[node] = times_[pair + 1] < times_[pair] ? pair + 1 : pair;
  for (node /= 2; node >= 1; node /= 2) {
    const std::size_t left = winners_[2 * node];
    const std::size_t right = winners_[2 * node + 1];
    winners_[node] = times_[right] < times_[left] ? right : left;
  }
}

}  // namespace gigapod
