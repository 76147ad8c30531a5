#include "sim/policy/reservation.hpp"

#include <algorithm>

namespace gigapod {
namespace {

void give_back(const RunningJob& job, std::vector<PodBlocks>& free) {
  if (free.size() == 1) {
    free.front().blocks += job.blocks;
    return;
  }
  for (const PodBlocks& held : job.blocks_by_pod) {
    for (PodBlocks& pod : free) {
      if (pod.pod == held.pod) pod.blocks += held.blocks;
    }
  }
}

std::vector<const RunningJob*> by_expected_end(std::string_view pod_type, std::span<const RunningJob> running) {
  std::vector<const RunningJob*> jobs;
  for (const RunningJob& job : running) {
    if (job.pod_type == pod_type) jobs.push_back(&job);
  }
  std::stable_sort(jobs.begin(), jobs.end(),
                   [](const RunningJob* a, const RunningJob* b) { return a->expected_end < b->expected_end; });
  return jobs;
}

/// One pool when it is not told in which pods a running job's blocks lie.
void merge_if_unknown(const std::vector<const RunningJob*>& running, std::vector<PodBlocks>& free) {
  const bool all_told =
      std::all_of(running.begin(), running.end(), [](const RunningJob* job) { return !job->blocks_by_pod.empty(); });
  if (all_told || free.size() < 2) return;
  for (std::size_t i = 1; i < free.size(); ++i) free.front().blocks += free[i].blocks;
  free.resize(1);
}

}  // namespace

Reservation::Reservation(Seconds now, const WaitingJob& job, std::vector<PodBlocks> free,
                         std::span<const RunningJob> running)
    : blocks_per_slice_(std::max(1, job.blocks_per_slice)), slices_(job.slices), free_at_start_(std::move(free)) {
  const std::vector<const RunningJob*> ends = by_expected_end(job.pod_type, running);
  merge_if_unknown(ends, free_at_start_);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    give_back(*ends[i], free_at_start_);
    const bool ends_with_next = i + 1 < ends.size() && ends[i + 1]->expected_end == ends[i]->expected_end;
    if (ends_with_next || slices_left({}) < slices_) continue;
    start_ = max(now, ends[i]->expected_end);
    return;
  }
}

int Reservation::slices_left(const std::vector<PodBlocks>& taken) const {
  int slices = 0;
  for (const PodBlocks& pod : free_at_start_) {
    int blocks = pod.blocks;
    for (const PodBlocks& part : taken) {
      if (part.pod == pod.pod || free_at_start_.size() == 1) blocks -= part.blocks;
    }
    slices += slots(std::max(0, blocks));
  }
  return slices;
}

bool Reservation::ends_in_time(Seconds now, Seconds planned_duration) const {
  return !start_ || now + planned_duration <= *start_;
}

bool Reservation::allows(Seconds now, Seconds planned_duration, const std::vector<PodBlocks>& blocks) const {
  return ends_in_time(now, planned_duration) || slices_left(blocks) >= slices_;
}

bool Reservation::allows_anywhere(Seconds now, const WaitingJob& job) const {
  if (ends_in_time(now, job.planned_duration)) return true;
  if (free_at_start_.size() == 1)
    return slices_left({{free_at_start_.front().pod, job.blocks_per_slice * job.slices}}) >= slices_;
  // A slice costs the reserved job at most this many of its own slices, in whichever pod it lies.
  int worst = 0;
  for (const PodBlocks& pod : free_at_start_) {
    if (pod.blocks >= job.blocks_per_slice) {
      worst = std::max(worst, slots(pod.blocks) - slots(pod.blocks - job.blocks_per_slice));
    }
  }
  const int rounded_up = (job.blocks_per_slice + blocks_per_slice_ - 1) / blocks_per_slice_;
  const int cost = job.slices == 1 ? worst : job.slices * rounded_up;
  return slices_left({}) - cost >= slices_;
}

void Reservation::note_started(Seconds now, Seconds planned_duration, const std::vector<PodBlocks>& blocks) {
  if (ends_in_time(now, planned_duration)) return;
  for (const PodBlocks& part : blocks) {
    for (PodBlocks& pod : free_at_start_) {
      if (part.pod == pod.pod || free_at_start_.size() == 1) pod.blocks -= part.blocks;
    }
  }
}

}  // namespace gigapod
