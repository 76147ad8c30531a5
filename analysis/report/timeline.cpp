#include "analysis/report/timeline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace gigapod {
namespace {

constexpr std::size_t kMostMarks = 600;

LanePhase phase_of(const std::string& name) {
  if (name == "restart") return LanePhase::kRestart;
  return name == "down" ? LanePhase::kDown : LanePhase::kRun;
}

/// Neighbours that hold the same become one.
std::vector<LaneSegment> join_equal(const std::vector<LaneSegment>& segments) {
  std::vector<LaneSegment> joined;
  for (const LaneSegment& segment : segments) {
    if (!joined.empty() && joined.back().end == segment.begin && joined.back().blocks == segment.blocks &&
        joined.back().phase == segment.phase) {
      joined.back().end = segment.end;
    } else {
      joined.push_back(segment);
    }
  }
  return joined;
}

/// Stays summed at every moment: blocks of all pods, in the phase that most of them are in.
std::vector<LaneSegment> sweep(const std::vector<const OccupancyRecord*>& stays) {
  std::map<Seconds, std::array<double, 3>> changes;
  for (const OccupancyRecord* stay : stays) {
    if (stay->end <= stay->begin) continue;
    const auto phase = static_cast<std::size_t>(phase_of(stay->phase));
    changes[stay->begin][phase] += stay->blocks;
    changes[stay->end][phase] -= stay->blocks;
  }
  std::vector<LaneSegment> segments;
  std::array<double, 3> held{};
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    for (std::size_t i = 0; i < held.size(); ++i) held[i] += change->second[i];
    const double blocks = held[0] + held[1] + held[2];
    const auto next = std::next(change);
    if (blocks <= 0.0 || next == changes.end()) continue;
    const auto phase = static_cast<LanePhase>(std::max_element(held.begin(), held.end()) - held.begin());
    segments.push_back({change->first, next->first, blocks, phase});
  }
  return join_equal(segments);
}

/// Joins `next` to `whole`: the longer one's phase, blocks as the mean over time.
void join(LaneSegment& whole, const LaneSegment& next) {
  const double before = (whole.end - whole.begin).value();
  const double after = (next.end - next.begin).value();
  whole.blocks = (whole.blocks * before + next.blocks * after) / (before + after);
  if (after > before) whole.phase = next.phase;
  whole.end = next.end;
}

/// Segments joined with what follows until each lasts at least `least` or nothing touches it.
std::vector<LaneSegment> coarsen(const std::vector<LaneSegment>& segments, Seconds least) {
  std::vector<LaneSegment> coarse;
  for (const LaneSegment& segment : segments) {
    const bool is_open = !coarse.empty() && coarse.back().end - coarse.back().begin < least;
    if (is_open && segment.begin - coarse.back().end <= least) {
      join(coarse.back(), segment);
    } else {
      coarse.push_back(segment);
    }
  }
  for (LaneSegment& segment : coarse) segment.blocks = std::round(segment.blocks * 100.0) / 100.0;
  return join_equal(coarse);
}

std::vector<LaneSegment> reduce(const std::vector<LaneSegment>& segments, std::size_t most, Seconds horizon) {
  std::vector<LaneSegment> reduced = segments;
  for (Seconds least = horizon / 8000.0; reduced.size() > most && least < horizon; least *= 2.0) {
    reduced = coarsen(segments, least);
  }
  return reduced;
}

/// When the job left "run" for a stay that `reduced` no longer shows as such.
std::vector<Seconds> marks(const std::vector<LaneSegment>& segments, const std::vector<LaneSegment>& reduced,
                           Seconds horizon) {
  std::vector<Seconds> times;
  for (const LaneSegment& segment : segments) {
    if (segment.phase == LanePhase::kRun) continue;
    const bool is_shown = std::any_of(reduced.begin(), reduced.end(), [&](const LaneSegment& shown) {
      return shown.phase == segment.phase && shown.begin == segment.begin &&
             shown.end - shown.begin > horizon / 500.0;
    });
    const bool is_apart = times.empty() || segment.begin - times.back() >= horizon / static_cast<double>(kMostMarks);
    if (!is_shown && is_apart) times.push_back(segment.begin);
  }
  return times;
}

/// Places the bars of one pod from the bottom up; a job stays at its height where it can.
void stack(std::vector<PodBar>& bars, double blocks) {
  std::sort(bars.begin(), bars.end(), [](const PodBar& a, const PodBar& b) {
    return std::tie(a.segment.begin, a.job) < std::tie(b.segment.begin, b.job);
  });
  std::vector<const PodBar*> active;
  std::map<std::size_t, double> last_offset;
  for (PodBar& bar : bars) {
    std::erase_if(active, [&](const PodBar* other) { return other->segment.end <= bar.segment.begin; });
    const auto is_free = [&](double offset) {
      return offset + bar.segment.blocks <= blocks + 1e-6 &&
             std::none_of(active.begin(), active.end(), [&](const PodBar* other) {
               return offset < other->offset + other->segment.blocks - 1e-6 &&
                      other->offset < offset + bar.segment.blocks - 1e-6;
             });
    };
    std::vector<double> candidates{0.0};
    if (const auto last = last_offset.find(bar.job); last != last_offset.end())
      candidates.insert(candidates.begin(), last->second);
    for (const PodBar* other : active) candidates.push_back(other->offset + other->segment.blocks);
    std::sort(candidates.begin() + (last_offset.contains(bar.job) ? 1 : 0), candidates.end());
    const auto found = std::find_if(candidates.begin(), candidates.end(), is_free);
    bar.offset = found == candidates.end() ? std::max(0.0, blocks - bar.segment.blocks) : *found;
    last_offset[bar.job] = bar.offset;
    active.push_back(&bar);
  }
}

/// Most blocks held at once.
double peak(const std::vector<PodBar>& bars) {
  std::map<Seconds, double> changes;
  for (const PodBar& bar : bars) {
    changes[bar.segment.begin] += bar.segment.blocks;
    changes[bar.segment.end] -= bar.segment.blocks;
  }
  double held = 0.0;
  double most = 0.0;
  for (const auto& [time, change] : changes) most = std::max(most, held += change);
  return most;
}

using StaysByPod = std::map<std::string, std::map<std::size_t, std::vector<const OccupancyRecord*>>>;

std::vector<PodLane> pod_lanes(const StaysByPod& stays, std::size_t most, Seconds horizon, double blocks_of_pod) {
  std::size_t pairs = 0;
  for (const auto& [pod, by_job] : stays) pairs += by_job.size();
  const std::size_t most_of_pair = std::clamp<std::size_t>(most / std::max<std::size_t>(1, pairs), 1, 200);
  std::vector<PodLane> lanes;
  for (const auto& [pod, by_job] : stays) {
    PodLane lane{pod, pod, 1, blocks_of_pod, {}};
    for (const auto& [job, records] : by_job) {
      for (const LaneSegment& segment : reduce(sweep(records), most_of_pair, horizon))
        lane.bars.push_back({job, segment, 0.0});
    }
    lane.blocks = std::max({1.0, blocks_of_pod, peak(lane.bars)});
    stack(lane.bars, lane.blocks);
    if (!lanes.empty() && lanes.back().bars == lane.bars && lanes.back().blocks == lane.blocks) {
      lanes.back().last = pod;
      ++lanes.back().count;
    } else {
      lanes.push_back(std::move(lane));
    }
  }
  return lanes;
}

/// Indices of the `kTimelineJobs` workloads with the most chip-seconds, in the order of the run.
std::vector<std::size_t> shown_workloads(const RunData& run) {
  std::vector<std::size_t> order(run.workloads.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return run.workloads[a].chip_seconds > run.workloads[b].chip_seconds;
  });
  order.resize(std::min(order.size(), kTimelineJobs));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

Timeline build_timeline(const RunData& run, std::size_t most_segments) {
  std::map<std::string, std::vector<const OccupancyRecord*>> by_workload;
  for (const OccupancyRecord& stay : run.occupancy) by_workload[stay.workload].push_back(&stay);
  const Seconds horizon = run.horizon();
  const std::vector<std::size_t> shown = shown_workloads(run);
  const std::size_t most_of_job =
      std::clamp<std::size_t>(most_segments / std::max<std::size_t>(1, shown.size()), 8, 800);

  Timeline timeline;
  StaysByPod by_pod;
  if (const auto busy = run.metrics.find("pod_busy_fraction"); busy != run.metrics.end()) {
    for (const auto& [pod, series] : busy->second) by_pod[pod];
  }
  for (const std::size_t index : shown) {
    const WorkloadRecord& workload = run.workloads[index];
    const std::vector<const OccupancyRecord*>& stays = by_workload[workload.name];
    const std::vector<LaneSegment> segments = sweep(stays);
    JobLane lane{workload.name, index, 0.0, reduce(segments, most_of_job, horizon), {}};
    for (const LaneSegment& segment : segments) lane.peak_blocks = std::max(lane.peak_blocks, segment.blocks);
    lane.interruptions = marks(segments, lane.segments, horizon);
    for (const OccupancyRecord* stay : stays) by_pod[stay->pod][timeline.jobs.size()].push_back(stay);
    timeline.jobs.push_back(std::move(lane));
  }
  const double pods = run.figure("pods");
  timeline.pods =
      pod_lanes(by_pod, most_segments, horizon, pods > 0.0 ? std::floor(run.figure("blocks") / pods) : 0.0);
  return timeline;
}

}  // namespace gigapod
