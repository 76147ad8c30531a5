#include "sim/policy/job_order.hpp"

namespace gigapod {

std::vector<const WaitingJob*> by_submit_time(std::span<const WaitingJob> waiting) {
  return ordered(waiting, [](const WaitingJob& job) { return job.submit; });
}

std::vector<const WaitingJob*> by_priority(std::span<const WaitingJob> waiting) {
  return ordered(waiting, [](const WaitingJob& job) { return -job.priority; });
}

}  // namespace gigapod
