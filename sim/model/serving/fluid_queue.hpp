#pragma once

#include "sim/base/quantity.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// Requests of one class in the time since the last `take`; what arrived and what waited before is served, rejected
/// or still waits.
struct QueueCounts {
  double arrived = 0.0;
  double served = 0.0;
  double rejected = 0.0;
  Seconds waited;  ///< all requests together
};

/// Requests that wait for a capacity they share, by class: the first class is served first. Requests flow; they are
/// not counted one by one. A class waits at most for what the capacity that the classes before leave it serves in
/// `limit`; what comes beyond is rejected.
class FluidQueue {
 public:
  FluidQueue(std::size_t classes, Seconds limit);

  /// Lets time pass with these arrivals, requests per second by class, and this capacity, requests per second.
  void advance(Seconds duration, std::span<const double> arrivals, double capacity);
  /// So many requests that were served are cut off and start over, before all that wait; they are counted once.
  void start_over(double requests) { restarted_ += requests; }
  [[nodiscard]] double waiting(std::size_t index) const { return classes_[index].waiting; }
  [[nodiscard]] double waiting() const;  ///< of all classes, with those that start over
  [[nodiscard]] const QueueCounts& counts(std::size_t index) const { return classes_[index].counts; }
  /// The counts, which start again at 0.
  [[nodiscard]] QueueCounts take(std::size_t index);

 private:
  struct Class {
    double waiting = 0.0;
    double room = 0.0;
    double service = 0.0;  ///< requests per second
    double refused = 0.0;  ///< likewise
    QueueCounts counts;
  };
  void set_rooms(std::span<const double> arrivals, double capacity);
  void set_rates(std::span<const double> arrivals, double capacity);
  [[nodiscard]] Seconds until_change(std::span<const double> arrivals, double capacity, Seconds most) const;

  std::vector<Class> classes_;
  Seconds limit_;
  double restarted_ = 0.0;  ///< requests that start over and wait for capacity
};

/// Shares `amount` so that nobody gets more than asked for and those who get less all get the same (max-min fair).
/// The parts are written to `given`, beside `asked`; they add up to the amount, or to all that is asked for.
void share_fairly(double amount, std::span<const double> asked, std::span<double> given);

}  // namespace gigapod
