#include "sim/policy/job_order.hpp"

#include <algorithm>
#include <tuple>

namespace gigapod {

std::vector<WaitingJob> by_submit_time(std::span<const WaitingJob> waiting) {
  std::vector<WaitingJob> jobs(waiting.begin(), waiting.end());
  std::sort(jobs.begin(), jobs.end(), [](const WaitingJob& a, const WaitingJob& b) {
    return std::make_tuple(a.submit, a.job) < std::make_tuple(b.submit, b.job);
  });
  return jobs;
}

std::vector<WaitingJob> by_priority(std::span<const WaitingJob> waiting) {
  std::vector<WaitingJob> jobs(waiting.begin(), waiting.end());
  std::sort(jobs.begin(), jobs.end(), [](const WaitingJob& a, const WaitingJob& b) {
    return std::make_tuple(-a.priority, a.submit, a.job) < std::make_tuple(-b.priority, b.submit, b.job);
  });
  return jobs;
}

}  // namespace gigapod
