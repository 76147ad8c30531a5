#pragma once

#include "sim/policy/scheduler.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <vector>

namespace gigapod {

/// Waiting jobs in an order; `key` gives what is compared first, and submit time, then id decide between equals.
/// Pointers into `waiting`.
template <class Key>
[[nodiscard]] std::vector<const WaitingJob*> ordered(std::span<const WaitingJob> waiting, const Key& key) {
  std::vector<const WaitingJob*> jobs;
  jobs.reserve(waiting.size());
  for (const WaitingJob& job : waiting) jobs.push_back(&job);
  std::sort(jobs.begin(), jobs.end(), [&key](const WaitingJob* a, const WaitingJob* b) {
    return std::tuple(key(*a), a->submit, a->job) < std::tuple(key(*b), b->submit, b->job);
  });
  return jobs;
}

/// By submit time, then id.
[[nodiscard]] std::vector<const WaitingJob*> by_submit_time(std::span<const WaitingJob> waiting);
/// By priority (larger first), then submit time, then id.
[[nodiscard]] std::vector<const WaitingJob*> by_priority(std::span<const WaitingJob> waiting);

}  // namespace gigapod
