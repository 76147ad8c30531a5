#pragma once

#include "sim/serving/live_request.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// Requests that wait at a replica, by rank and then by arrival.
class RequestQueue {
 public:
  explicit RequestQueue(const LiveRequests& requests) : requests_(requests) {}
  void push(std::uint32_t slot);
  /// The next one to start; the queue is not empty.
  [[nodiscard]] std::uint32_t front() const { return heap_.front().slot; }
  void pop();
  [[nodiscard]] bool is_empty() const { return heap_.empty(); }
  [[nodiscard]] int size() const { return static_cast<int>(heap_.size()); }

 private:
  struct Entry {
    double rank = 0.0;
    std::uint32_t index = 0;
    std::uint32_t slot = 0;
  };
  [[nodiscard]] static bool starts_later(const Entry& a, const Entry& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.index > b.index;
  }

  const LiveRequests& requests_;
  std::vector<Entry> heap_;
};

}  // namespace gigapod
