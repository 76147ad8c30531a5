#include "analysis/export/run_trace.hpp"

#include "analysis/export/trace_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

constexpr const char* kSite = "site";
constexpr const char* kJobs = "jobs and fleets";
constexpr const char* kFailures = "failures and repairs";

std::string process_of_pod(const std::string& pod) { return "pod " + pod; }

void add_site_metrics(const RunData& run, TraceEvents& trace) {
  for (const auto& [metric, by_label] : run.metrics) {
    const auto series = by_label.find("");
    if (series == by_label.end()) continue;
    const TraceEvents::Track track = trace.track(kSite, "metrics");
    for (const PiecewiseSeries::Point& point : series->second.points()) {
      trace.add_counter(track, metric, point.time, point.value);
    }
  }
}

/// A job's chips between two changes of phase, on all of its pods together.
struct Stay {
  Seconds end;
  std::string phase;
  int blocks = 0;
  int pods = 0;
};

/// What happened between a job's arrival and its end, one track a job.
class JobTracks {
 public:
  JobTracks(const RunData& run, TraceEvents& trace) : run_(run), trace_(trace) {
    for (const OccupancyRecord& part : run.occupancy) {
      Stay& stay = stays_[part.workload].try_emplace(part.begin, Stay{part.end, part.phase, 0, 0}).first->second;
      stay.blocks += part.blocks;
      ++stay.pods;
    }
  }

  void add_all() {
    for (const WorkloadRecord& work : run_.workloads) add_life(trace_.track(kJobs, work.name), work);
  }

 private:
  void add_life(TraceEvents::Track track, const WorkloadRecord& work) {
    const Seconds end = work.end.value_or(run_.horizon());
    trace_.add_span(track, fmt::format("{} ({})", work.name, work.state), work.submit, end,
                    {{"kind", json_string(work.kind)},
                     {"tenant", json_string(work.tenant)},
                     {"model", json_string(work.model)},
                     {"chips", std::to_string(work.chips)},
                     {"goodput", fmt::format("{}", work.goodput)},
                     {"interruptions", std::to_string(work.interruptions)}});
    const auto stays = stays_.find(work.name);
    if (stays == stays_.end()) {
      add_wait(track, work.submit, work.start.value_or(end));
      return;
    }
    // Before, between and after its stays a job holds no chips: it waits.
    Seconds free = work.submit;
    for (const auto& [begin, stay] : stays->second) {
      add_wait(track, free, begin);
      trace_.add_span(track, stay.phase, begin, stay.end,
                      {{"blocks", std::to_string(stay.blocks)}, {"pods", std::to_string(stay.pods)}});
      free = stay.end;
    }
    add_wait(track, free, end);
  }

  void add_wait(TraceEvents::Track track, Seconds begin, Seconds end) {
    if (end > begin) trace_.add_span(track, "wait", begin, end);
  }

  const RunData& run_;
  TraceEvents& trace_;
  std::map<std::string, std::map<Seconds, Stay>> stays_;  ///< by job, then begin
};

/// The jobs on a pod, in as many lanes as it has at once; `stays` by their begin.
void add_lanes(const std::string& pod, const std::vector<const OccupancyRecord*>& stays, TraceEvents& trace) {
  std::vector<std::pair<Seconds, std::string>> lanes;  // until when each is taken, and by whom last
  for (const OccupancyRecord* stay : stays) {
    const auto is_free = [&](const auto& lane) { return lane.first <= stay->begin; };
    // A job keeps its lane through its phases.
    auto lane = std::find_if(lanes.begin(), lanes.end(),
                             [&](const auto& held) { return is_free(held) && held.second == stay->workload; });
    if (lane == lanes.end()) lane = std::find_if(lanes.begin(), lanes.end(), is_free);
    if (lane == lanes.end()) lane = lanes.emplace(lane);
    *lane = {stay->end, stay->workload};
    const TraceEvents::Track track =
        trace.track(process_of_pod(pod), fmt::format("lane {}", lane - lanes.begin() + 1));
    trace.add_span(track, stay->workload, stay->begin, stay->end,
                   {{"phase", json_string(stay->phase)}, {"blocks", std::to_string(stay->blocks)}});
  }
}

void add_pods(const RunData& run, TraceEvents& trace) {
  std::map<std::string, std::vector<const OccupancyRecord*>> pods;
  for (const OccupancyRecord& stay : run.occupancy) pods[stay.pod].push_back(&stay);
  for (auto& [pod, stays] : pods) {
    std::stable_sort(stays.begin(), stays.end(),
                     [](const OccupancyRecord* a, const OccupancyRecord* b) { return a->begin < b->begin; });
    (void)trace.track(process_of_pod(pod), kFailures);  // above the lanes
    add_lanes(pod, stays, trace);
  }
}

/// Each on the track of its job, else of its pod, else of the site.
void add_events(const RunData& run, TraceEvents& trace) {
  std::set<std::string> jobs;
  for (const WorkloadRecord& work : run.workloads) jobs.insert(work.name);
  for (const EventRecord& event : run.events) {
    const bool is_of_job = jobs.contains(event.subject);
    const TraceEvents::Track track = is_of_job           ? trace.track(kJobs, event.subject)
                                     : event.pod.empty() ? trace.track(kSite, "events")
                                                         : trace.track(process_of_pod(event.pod), kFailures);
    const bool says_whose = is_of_job || event.subject.empty();
    trace.add_instant(track, says_whose ? event.kind : event.kind + ": " + event.subject, event.time,
                      {{"value", fmt::format("{}", event.value)}, {"detail", json_string(event.detail)}});
  }
}

}  // namespace

std::string run_trace_json(const RunData& run) {
  TraceEvents trace;
  add_site_metrics(run, trace);
  JobTracks(run, trace).add_all();
  add_pods(run, trace);
  add_events(run, trace);
  return trace.json({{"program", "gigapod"},
                     {"scenario", run.manifest.scenario_name},
                     {"seed", std::to_string(run.manifest.seed)},
                     {"fingerprint", run.manifest.fingerprint}});
}

}  // namespace gigapod
