#pragma once

#include "sim/base/quantity.hpp"

#include <boost/heap/d_ary_heap.hpp>

#include <cstdint>
#include <tuple>

namespace gigapod {

/// What an event is about; simultaneous events are handled in this order, then in the order they were added.
enum class EventKind : std::uint8_t {
  kRepair,
  kFailure,
  kMaintenance,
  kDetection,
  kJobTimer,
  kSubmit,
  kFleetChange,
  kFleetResize,
  kPowerFault,
  kPower,
  kMetricTick,
  kSchedule,
};

struct Event {
  Seconds time;
  EventKind kind = EventKind::kSchedule;
  std::uint32_t subject = 0;  ///< index of a job, fleet, failure process, incident or planned work
  /// Of a job, a fleet or power control: an event of an older generation than its subject's is void. Of a failure:
  /// hosts of a burst still to come; of a detection: one more than the job that has saved its work; of planned work:
  /// its part.
  std::uint64_t generation = 0;
  std::uint64_t sequence = 0;  ///< set by the queue
};

/// Events in the order of (time, kind, sequence). Adding and taking cost O(log n).
class EventQueue {
 public:
  void add(Event event) {
    event.sequence = next_sequence_++;
    heap_.push(event);
  }
  [[nodiscard]] bool is_empty() const { return heap_.empty(); }
  [[nodiscard]] const Event& next() const { return heap_.top(); }
  Event take() {
    const Event event = heap_.top();
    heap_.pop();
    return event;
  }

 private:
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return std::tuple(a.time, a.kind, a.sequence) > std::tuple(b.time, b.kind, b.sequence);
    }
  };
  boost::heap::d_ary_heap<Event, boost::heap::arity<4>, boost::heap::compare<Later>> heap_;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace gigapod
