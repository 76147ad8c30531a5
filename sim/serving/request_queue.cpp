#include "sim/serving/request_queue.hpp"

#include <algorithm>

namespace gigapod {

RequestQueue::RequestQueue(const LiveRequests& requests, const RequestScheduler& scheduler)
    : requests_(requests), scheduler_(scheduler), is_by_tenant_(scheduler.is_by_tenant()), lines_(1) {}

void RequestQueue::push(std::uint32_t slot, std::int64_t step) {
  const LiveRequest& request = requests_[slot];
  const std::size_t line = is_by_tenant_ ? static_cast<std::size_t>(request.tenant) : 0;
  if (line >= lines_.size()) lines_.resize(line + 1);
  if (is_by_tenant_ && lines_[line].empty()) come_back(request.tenant, step);
  lines_[line].push_back({request.rank, request.index, slot});
  std::push_heap(lines_[line].begin(), lines_[line].end(), starts_later);
  ++size_;
}

double RequestQueue::counter(std::int32_t tenant, std::int64_t step) {
  return scheduler_.tenant_rank(tenants_.service(tenant, step)) + tenants_.lift(tenant);
}

/// A tenant without requests here gets one: it is no further behind than the least of those that wait, or than the
/// last that waited.
void RequestQueue::come_back(std::int32_t tenant, std::int64_t step) {
  double least = last_counter_;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const double other = counter(waiting_[i], step);
    least = i == 0 ? other : std::min(least, other);
  }
  const double missing = least - counter(tenant, step);
  if (missing > 0.0) tenants_.lift(tenant) += missing;
  waiting_.push_back(tenant);
}

std::size_t RequestQueue::first_tenant(std::int64_t step) {
  std::int32_t first = waiting_.front();
  double least = counter(first, step);
  for (const std::int32_t tenant : waiting_) {
    const double at = counter(tenant, step);
    const auto index = [&](std::int32_t of) { return lines_[static_cast<std::size_t>(of)].front().index; };
    if (at > least || (at == least && index(tenant) >= index(first))) continue;
    first = tenant;
    least = at;
  }
  last_counter_ = least;
  return static_cast<std::size_t>(first);
}

std::uint32_t RequestQueue::front(std::int64_t step) {
  front_ = is_by_tenant_ ? first_tenant(step) : 0;
  return lines_[front_].front().slot;
}

void RequestQueue::pop() {
  Line& line = lines_[front_];
  std::pop_heap(line.begin(), line.end(), starts_later);
  line.pop_back();
  --size_;
  if (is_by_tenant_ && line.empty()) std::erase(waiting_, static_cast<std::int32_t>(front_));
}

std::vector<std::uint32_t> RequestQueue::take_all() {
  std::vector<std::uint32_t> slots;
  for (Line& line : lines_) {
    for (const Entry& entry : line) slots.push_back(entry.slot);
    line.clear();
  }
  waiting_.clear();
  size_ = 0;
  return slots;
}

}  // namespace gigapod
