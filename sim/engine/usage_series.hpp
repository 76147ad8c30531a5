#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// Amounts by thing (pod, link) and by interval of simulated time.
class UsageSeries {
 public:
  UsageSeries(std::size_t things, Seconds horizon, Seconds interval);

  /// Spreads `rate` per second from `begin` to `end` over the intervals they touch.
  void add_span(std::size_t thing, Seconds begin, Seconds end, double rate);
  void add_at(std::size_t thing, Seconds time, double amount);
  [[nodiscard]] double amount(std::size_t thing, std::size_t interval) const {
    return amounts_[interval * things_ + thing];
  }
  [[nodiscard]] std::size_t intervals() const { return intervals_; }

 private:
  std::size_t interval_of(Seconds time) const;

  std::size_t things_;
  std::size_t intervals_;
  Seconds interval_;
  std::vector<double> amounts_;
};

}  // namespace gigapod
