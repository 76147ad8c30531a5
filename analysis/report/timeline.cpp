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
  return name == "held" ? LanePhase::kHeld : LanePhase::kRun;
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

/// A segment under way: what it holds and how long it is in which phase.
struct OpenSegment {
  Seconds begin;
  Seconds end;
  double block_seconds = 0.0;
  std::array<double, 3> phase_seconds{};

  explicit OpenSegment(const LaneSegment& first) : begin(first.begin), end(first.begin) { add(first); }
  void add(const LaneSegment& segment) {
    const double length = (segment.end - segment.begin).value();
    block_seconds += segment.blocks * length;
    phase_seconds[static_cast<std::size_t>(segment.phase)] += length;
    end = segment.end;
  }
  /// Blocks as the mean over time, gaps included; the phase that lasts longest.
  [[nodiscard]] LaneSegment closed() const {
    const auto longest = std::max_element(phase_seconds.begin(), phase_seconds.end()) - phase_seconds.begin();
    const double blocks = std::round(block_seconds / (end - begin).value() * 100.0) / 100.0;
    return {begin, end, blocks, static_cast<LanePhase>(longest)};
  }
};

/// Segments joined with what follows until each lasts at least `least` or nothing touches it.
std::vector<LaneSegment> coarsen(const std::vector<LaneSegment>& segments, Seconds least) {
  std::vector<OpenSegment> coarse;
  for (const LaneSegment& segment : segments) {
    const bool is_open = !coarse.empty() && coarse.back().end - coarse.back().begin < least;
    if (is_open && segment.begin - coarse.back().end <= least) {
      coarse.back().add(segment);
    } else {
      coarse.emplace_back(segment);
    }
  }
  std::vector<LaneSegment> closed;
  closed.reserve(coarse.size());
  for (const OpenSegment& segment : coarse) closed.push_back(segment.closed());
  return join_equal(closed);
}

std::vector<LaneSegment> reduce(const std::vector<LaneSegment>& segments, std::size_t most, Seconds horizon) {
  std::vector<LaneSegment> reduced = segments;
  for (Seconds least = horizon / 8000.0; reduced.size() > most && least < horizon; least *= 2.0) {
    reduced = coarsen(segments, least);
  }
  return reduced;
}

/// When the job restarted for a stay that `reduced` no longer shows as such.
std::vector<Seconds> marks(const std::vector<LaneSegment>& segments, const std::vector<LaneSegment>& reduced,
                           Seconds horizon) {
  std::vector<Seconds> times;
  for (const LaneSegment& segment : segments) {
    if (segment.phase != LanePhase::kRestart) continue;
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

/// Bars of one pod and job, before they are placed.
struct PodStays {
  std::string pod;
  std::size_t job = 0;
  std::vector<LaneSegment> segments;
};

/// All stays of all pods, coarsened alike until at most `most` bars are left.
std::map<std::string, std::vector<PodBar>> pod_bars(const StaysByPod& stays, std::size_t most, Seconds horizon) {
  std::vector<PodStays> all;
  for (const auto& [pod, by_job] : stays) {
    for (const auto& [job, records] : by_job) all.push_back({pod, job, sweep(records)});
  }
  std::map<std::string, std::vector<PodBar>> bars;
  for (Seconds least; least<horizon; least = least.value()> 0.0 ? least * 2.0 : horizon / 8000.0) {
    bars.clear();
    std::size_t count = 0;
    for (const PodStays& own : all) {
      const std::vector<LaneSegment> segments = least.value() > 0.0 ? coarsen(own.segments, least) : own.segments;
      for (const LaneSegment& segment : segments) bars[own.pod].push_back({own.job, segment, 0.0});
      count += segments.size();
    }
    if (count <= most) break;
  }
  return bars;
}

std::vector<PodLane> pod_lanes(const StaysByPod& stays, std::size_t most, Seconds horizon, double blocks_of_pod) {
  std::map<std::string, std::vector<PodBar>> bars = pod_bars(stays, most, horizon);
  std::vector<PodLane> lanes;
  for (const auto& [pod, by_job] : stays) {
    PodLane lane{pod, pod, 1, blocks_of_pod, std::move(bars[pod])};
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

/// A fleet whose stays on pods are not recorded, by the chips it holds.
std::vector<LaneSegment> chips_of_fleet(const RunData& run, const std::string& fleet) {
  const PiecewiseSeries* chips = run.find_series("fleet_chips", fleet);
  std::vector<LaneSegment> segments;
  if (chips == nullptr) return segments;
  const std::vector<PiecewiseSeries::Point>& points = chips->points();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Seconds end = i + 1 < points.size() ? points[i + 1].time : run.horizon();
    if (points[i].value > 0.0 && end > points[i].time)
      segments.push_back({points[i].time, end, points[i].value, LanePhase::kRun});
  }
  return segments;
}

/// Segments a job may have so that all jobs together have at most `most`; few jobs have many.
std::size_t job_budget(const std::vector<std::vector<LaneSegment>>& jobs, std::size_t most) {
  std::size_t budget = 800;
  for (; budget > 8; budget /= 2) {
    std::size_t total = 0;
    for (const std::vector<LaneSegment>& segments : jobs) total += std::min(segments.size(), budget);
    if (total <= most) break;
  }
  return budget;
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

  StaysByPod by_pod;
  if (const auto busy = run.metrics.find("pod_busy_fraction"); busy != run.metrics.end()) {
    for (const auto& [pod, series] : busy->second) by_pod[pod];
  }
  Timeline timeline;
  std::vector<std::vector<LaneSegment>> all_segments;
  for (const std::size_t index : shown_workloads(run)) {
    const std::string& name = run.workloads[index].name;
    const std::vector<const OccupancyRecord*>& stays = by_workload[name];
    for (const OccupancyRecord* stay : stays) by_pod[stay->pod][timeline.jobs.size()].push_back(stay);
    all_segments.push_back(stays.empty() ? chips_of_fleet(run, name) : sweep(stays));
    timeline.jobs.push_back({name, index, stays.empty() ? "chips" : "blocks", 0.0, {}, {}});
  }
  const std::size_t budget = job_budget(all_segments, most_segments);
  for (std::size_t i = 0; i < timeline.jobs.size(); ++i) {
    JobLane& lane = timeline.jobs[i];
    for (const LaneSegment& segment : all_segments[i]) lane.peak_blocks = std::max(lane.peak_blocks, segment.blocks);
    lane.segments = reduce(all_segments[i], budget, horizon);
    lane.interruptions = marks(all_segments[i], lane.segments, horizon);
  }
  const double pods = run.figure("pods");
  timeline.pods =
      pod_lanes(by_pod, most_segments, horizon, pods > 0.0 ? std::floor(run.figure("blocks") / pods) : 0.0);
  return timeline;
}

}  // namespace gigapod
