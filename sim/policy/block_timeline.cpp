#include "sim/policy/block_timeline.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

constexpr Seconds kForever{std::numeric_limits<double>::infinity()};

int slices_in(const std::vector<int>& free, int blocks_per_slice) {
  int slices = 0;
  for (const int blocks : free) slices += std::max(0, blocks) / blocks_per_slice;
  return slices;
}

}  // namespace

BlockTimeline::BlockTimeline(Seconds now, std::string_view pod_type, std::vector<PodBlocks> free,
                             std::span<const RunningJob> running)
    : now_(now) {
  const bool all_told = std::all_of(running.begin(), running.end(), [&](const RunningJob& job) {
    return job.pod_type != pod_type || !job.blocks_by_pod.empty();
  });
  if (!all_told) {
    for (std::size_t i = 1; i < free.size(); ++i) free.front().blocks += free[i].blocks;
    free.resize(std::min<std::size_t>(1, free.size()));
  }
  Segment first{now, {}};
  for (const PodBlocks& pod : free) {
    pods_.push_back(pod.pod);
    first.free.push_back(pod.blocks);
  }
  segments_.push_back(std::move(first));
  if (pods_.empty()) return;
  for (const RunningJob& job : running) {
    if (job.pod_type != pod_type) continue;
    const Seconds end = max(now, job.expected_end);
    if (pods_.size() == 1) {
      add(end, kForever, 0, job.blocks);
      continue;
    }
    for (const PodBlocks& part : job.blocks_by_pod) add(end, kForever, index_of(part.pod), part.blocks);
  }
}

std::size_t BlockTimeline::index_of(PodId pod) const {
  if (pods_.size() == 1) return 0;
  return static_cast<std::size_t>(std::lower_bound(pods_.begin(), pods_.end(), pod) - pods_.begin());
}

std::size_t BlockTimeline::segment_at(Seconds time) const {
  const auto after = std::upper_bound(segments_.begin(), segments_.end(), time,
                                      [](Seconds t, const Segment& segment) { return t < segment.begin; });
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, after - segments_.begin() - 1));
}

std::size_t BlockTimeline::split_at(Seconds time) {
  const std::size_t at = segment_at(time);
  if (segments_[at].begin >= time) return at;
  segments_.insert(segments_.begin() + static_cast<std::ptrdiff_t>(at) + 1, {time, segments_[at].free});
  return at + 1;
}

void BlockTimeline::add(Seconds begin, Seconds end, std::size_t pod, int blocks) {
  const std::size_t first = split_at(begin);
  const std::size_t last = end < kForever ? split_at(end) : segments_.size();
  for (std::size_t i = first; i < last; ++i) segments_[i].free[pod] += blocks;
}

std::vector<int> BlockTimeline::least_free(const WaitingJob& job, std::size_t first, Seconds start) const {
  const Seconds end = start + job.planned_duration;
  std::vector<int> least = segments_[first].free;
  for (std::size_t i = first + 1; i < segments_.size() && segments_[i].begin < end; ++i) {
    bool has_fallen = false;
    for (std::size_t pod = 0; pod < least.size(); ++pod) {
      has_fallen = has_fallen || segments_[i].free[pod] < least[pod];
      least[pod] = std::min(least[pod], segments_[i].free[pod]);
    }
    if (has_fallen && slices_in(least, job.blocks_per_slice) < job.slices) return {};
  }
  return least;
}

std::optional<Seconds> BlockTimeline::earliest_start(const WaitingJob& job, Seconds earliest) const {
  for (std::size_t i = segment_at(earliest); i < segments_.size(); ++i) {
    if (slices_in(segments_[i].free, job.blocks_per_slice) < job.slices) continue;
    const Seconds start = max(earliest, segments_[i].begin);
    if (!least_free(job, i, start).empty()) return start;
  }
  return std::nullopt;
}

bool BlockTimeline::allows(Seconds duration, const std::vector<PodBlocks>& blocks) const {
  for (std::size_t i = 0; i < segments_.size() && segments_[i].begin < now_ + duration; ++i) {
    for (const PodBlocks& part : blocks) {
      if (segments_[i].free[index_of(part.pod)] < part.blocks) return false;
    }
  }
  return true;
}

void BlockTimeline::reserve(const WaitingJob& job, Seconds start) {
  std::vector<int> least = least_free(job, segment_at(start), start);
  if (least.empty()) return;
  for (int slice = 0; slice < job.slices; ++slice) {
    std::size_t best = least.size();
    for (std::size_t pod = 0; pod < least.size(); ++pod) {
      if (least[pod] < job.blocks_per_slice) continue;
      if (best == least.size() || least[pod] < least[best]) best = pod;
    }
    if (best == least.size()) return;
    least[best] -= job.blocks_per_slice;
    add(start, start + job.planned_duration, best, -job.blocks_per_slice);
  }
}

void BlockTimeline::take(Seconds duration, const std::vector<PodBlocks>& blocks) {
  for (const PodBlocks& part : blocks) add(now_, now_ + duration, index_of(part.pod), -part.blocks);
}

std::optional<Seconds> BlockTimeline::next_change(Seconds time) const {
  for (const Segment& segment : segments_) {
    if (segment.begin > time) return segment.begin;
  }
  return std::nullopt;
}

}  // namespace gigapod
