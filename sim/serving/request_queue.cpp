#include "sim/serving/request_queue.hpp"

#include <algorithm>

namespace gigapod {

void RequestQueue::push(std::uint32_t slot) {
  heap_.push_back({requests_[slot].rank, requests_[slot].index, slot});
  std::push_heap(heap_.begin(), heap_.end(), starts_later);
}

void RequestQueue::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), starts_later);
  heap_.pop_back();
}

}  // namespace gigapod
