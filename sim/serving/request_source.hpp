#pragma once

#include "sim/serving/request.hpp"

#include <cstdint>
#include <deque>

namespace gigapod {

/// When the requests of a trace arrive: at their own times, or whenever one of `concurrency` clients has its answer.
class RequestSource {
 public:
  RequestSource(const RequestTrace& trace, int concurrency);
  /// Seconds; infinite when there is nothing to come (closed loop: before the next answer).
  [[nodiscard]] double next_time() const;
  /// The request that arrives next, as an index into the trace.
  [[nodiscard]] std::uint32_t take();
  /// A request has left the system.
  void answer(double now);

 private:
  const RequestTrace& trace_;
  bool is_closed_ = false;
  std::uint32_t next_ = 0;
  std::deque<double> ready_;  // when clients of a closed loop may send again
};

}  // namespace gigapod
