#pragma once

#include "analysis/run/run_data.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {

/// What a bar of the timeline shows.
enum class LanePhase {
  kRun,
  kRestart,
  kHeld  ///< stands still for want of power
};

/// Blocks a job holds from `begin` to `end`; where short stays are drawn together, their mean.
struct LaneSegment {
  Seconds begin;
  Seconds end;
  double blocks = 0.0;
  LanePhase phase = LanePhase::kRun;
  bool operator==(const LaneSegment&) const = default;
};

/// One job or fleet over all its pods.
struct JobLane {
  std::string workload;
  std::size_t workload_index = 0;  ///< in `RunData::workloads`
  std::string unit = "blocks";  ///< what `blocks` of the segments counts: "chips" for a fleet known by its chips only
  double peak_blocks = 0.0;
  std::vector<LaneSegment> segments;
  std::vector<Seconds> interruptions;  ///< restarts too short for a segment, thinned to what can be told apart
};

/// A job's bar on a pod, `offset` blocks from the bottom.
struct PodBar {
  std::size_t job = 0;  ///< index into `Timeline::jobs`
  LaneSegment segment;
  double offset = 0.0;
  bool operator==(const PodBar&) const = default;
};

/// Neighbouring pods that hold the same all the time, as one row.
struct PodLane {
  std::string first;
  std::string last;
  int count = 1;
  double blocks = 0.0;  ///< height of the row
  std::vector<PodBar> bars;
};

struct Timeline {
  std::vector<JobLane> jobs;
  std::vector<PodLane> pods;
};

/// Jobs and fleets a timeline shows at most: those with the most chip-seconds.
inline constexpr std::size_t kTimelineJobs = 400;

/// The timeline of a run with at most about `most_segments` bars in each of its two views. Stays shorter than what
/// the limit allows are drawn together with their neighbours: blocks as the mean, interruptions as marks.
[[nodiscard]] Timeline build_timeline(const RunData& run, std::size_t most_segments = 12'000);

}  // namespace gigapod
