#include "sim/cluster/ledger.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

std::string_view bucket_name(Bucket bucket) {
  static constexpr std::array<std::string_view, kBucketCount> names = {
      "busy_useful",  "recompute", "communication_exposed", "bubble",          "checkpoint", "restart_lost",
      "power_capped", "down",      "idle_fragmented",       "idle_power_held", "idle_free"};
  return names[static_cast<std::size_t>(bucket)];
}

Ledger::Ledger(Seconds horizon, Seconds interval) : horizon_(horizon), interval_(interval) {
  const auto count = static_cast<std::size_t>(std::ceil(horizon / interval));
  by_interval_.resize(std::max<std::size_t>(count, 1));
}

Seconds Ledger::interval_end(std::size_t index) const {
  return min(interval_ * static_cast<double>(index + 1), horizon_);
}

void Ledger::book(Bucket bucket, Seconds begin, Seconds end, double chips, Watts per_chip) {
  GIGAPOD_CHECK(end >= begin && chips >= 0.0, "time runs forward and chips are counted");
  const auto column = static_cast<std::size_t>(bucket);
  const Seconds amount = chips * (end - begin);
  chip_seconds_[column] += amount;
  joules_[column] += amount * per_chip;
  const std::size_t last = by_interval_.size() - 1;
  auto index = std::min(static_cast<std::size_t>(begin / interval_), last);
  for (Seconds from = begin; from < end; ++index) {
    const Seconds until = index >= last ? end : min(end, interval_end(index));
    by_interval_[std::min(index, last)][column] += chips * (until - from).value();
    from = until;
  }
}

Seconds Ledger::total_chip_seconds() const {
  Seconds sum;
  for (const Seconds amount : chip_seconds_) sum += amount;
  return sum;
}

Joules Ledger::total_joules() const {
  Joules sum;
  for (const Joules amount : joules_) sum += amount;
  return sum;
}

double Ledger::mean_chips(std::size_t index, Bucket bucket) const {
  const Seconds length = interval_end(index) - interval_begin(index);
  return length > Seconds(0.0) ? by_interval_[index][static_cast<std::size_t>(bucket)] / length.value() : 0.0;
}

}  // namespace gigapod
