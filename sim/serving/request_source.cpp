#include "sim/serving/request_source.hpp"

#include <limits>

namespace gigapod {

RequestSource::RequestSource(const RequestTrace& trace, int concurrency)
    : trace_(trace), is_closed_(concurrency > 0), ready_(static_cast<std::size_t>(concurrency), 0.0) {}

double RequestSource::next_time() const {
  if (next_ == trace_.requests.size() || (is_closed_ && ready_.empty())) {
    return std::numeric_limits<double>::infinity();
  }
  return is_closed_ ? ready_.front() : trace_.requests[next_].arrival.value();
}

std::uint32_t RequestSource::take() {
  if (is_closed_) ready_.pop_front();
  return next_++;
}

void RequestSource::answer(double now) {
  if (is_closed_) ready_.push_back(now);
}

}  // namespace gigapod
