#include "sim/engine/usage_series.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

UsageSeries::UsageSeries(std::size_t things, Seconds horizon, Seconds interval)
    : things_(things),
      intervals_(std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(horizon / interval)))),
      interval_(interval),
      amounts_(things * intervals_) {}

std::size_t UsageSeries::interval_of(Seconds time) const {
  return std::min(static_cast<std::size_t>(time / interval_), intervals_ - 1);
}

void UsageSeries::add_at(std::size_t thing, Seconds time, double amount) {
  amounts_[interval_of(time) * things_ + thing] += amount;
}

void UsageSeries::add_span(std::size_t thing, Seconds begin, Seconds end, double rate) {
  for (Seconds from = begin; from < end;) {
    const std::size_t index = interval_of(from);
    const Seconds until = index + 1 >= intervals_ ? end : min(end, interval_ * static_cast<double>(index + 1));
    amounts_[index * things_ + thing] += rate * (until - from).value();
    from = until;
  }
}

}  // namespace gigapod
