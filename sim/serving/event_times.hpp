#pragma once

#include <cstddef>
#include <vector>

namespace gigapod {

/// The time of the next event of each of many sources, and the earliest of them: a tournament, O(log n) a change.
class EventTimes {
 public:
  explicit EventTimes(std::size_t sources);
  void set(std::size_t source, double time);
  /// Source of the earliest event; the lowest of several.
  [[nodiscard]] std::size_t first() const { return winners_[1]; }
  /// Its time; infinite when nothing is due.
  [[nodiscard]] double time() const { return times_[winners_[1]]; }

 private:
  std::size_t leaves_ = 1;  // a power of two
  std::vector<double> times_;
  std::vector<std::size_t> winners_;  // of the subtree below each node; the root is 1
};

}  // namespace gigapod
