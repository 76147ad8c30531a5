#include "sim/policy/victims.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace gigapod {
namespace {

/// Free blocks by pod, with the slices of one size that they hold kept up to date.
class FreeBlocks {
 public:
  FreeBlocks(const std::vector<PodBlocks>& free, int blocks_per_slice) : blocks_per_slice_(blocks_per_slice) {
    for (const PodBlocks& pod : free) add(pod, 1);
  }
  void add(const PodBlocks& part, int sign) {
    int& blocks = free_[part.pod];
    slices_ -= blocks / blocks_per_slice_;
    blocks += sign * part.blocks;
    slices_ += blocks / blocks_per_slice_;
  }
  void add(const RunningJob& job, int sign) {
    for (const PodBlocks& part : job.blocks_by_pod) add(part, sign);
  }
  [[nodiscard]] int slices() const { return slices_; }

 private:
  int blocks_per_slice_;
  int slices_ = 0;
  std::map<PodId, int> free_;
};

std::vector<const RunningJob*> candidates(const WaitingJob& job, std::span<const RunningJob> running) {
  std::vector<const RunningJob*> found;
  for (const RunningJob& other : running) {
    if (other.pod_type == job.pod_type && other.can_yield && other.priority < job.priority) found.push_back(&other);
  }
  std::sort(found.begin(), found.end(), [](const RunningJob* a, const RunningJob* b) {
    return std::tuple(a->priority, a->yield_cost, b->job) < std::tuple(b->priority, b->yield_cost, a->job);
  });
  return found;
}

}  // namespace

Preemption choose_victims(const WaitingJob& job, const std::vector<PodBlocks>& free,
                          std::span<const RunningJob> running) {
  FreeBlocks blocks(free, std::max(1, job.blocks_per_slice));
  if (blocks.slices() >= job.slices) return {};  // what it lacks is no block
  for (const RunningJob& other : running) {
    if (other.is_yielding && other.pod_type == job.pod_type) blocks.add(other, 1);
  }
  if (blocks.slices() >= job.slices) return {true, false, {}};
  Preemption preemption;
  for (const RunningJob* other : candidates(job, running)) {
    if (blocks.slices() >= job.slices) break;
    blocks.add(*other, 1);
    preemption.victims.push_back(other);
  }
  if (blocks.slices() < job.slices) return {false, true, {}};
  for (std::size_t i = preemption.victims.size(); i-- > 0;) {
    const RunningJob* other = preemption.victims[i];
    blocks.add(*other, -1);
    if (blocks.slices() >= job.slices) {
      preemption.victims.erase(preemption.victims.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      blocks.add(*other, 1);
    }
  }
  return preemption;
}

}  // namespace gigapod
