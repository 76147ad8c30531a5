#include "analysis/export/run_trace.hpp"

#include "analysis/export/trace_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

/// Metrics of the site that are drawn as graphs; with a prefix the buckets of chips too.
constexpr std::array kGraphs = {"site_power_watts", "queue_jobs", "queue_chips", "repair_queue", "battery_charge"};

TraceArguments text_argument(const std::string& name, const std::string& text) {
  return text.empty() ? TraceArguments{} : TraceArguments{{name, json_string(text)}};
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
    std::map<std::string, TraceEvents::Track> tracks;
    for (const WorkloadRecord& work : run_.workloads) {
      const TraceEvents::Track track = trace_.track("jobs and fleets", work.name);
      tracks.emplace(work.name, track);
      add_life(track, work);
    }
    for (const EventRecord& event : run_.events) {
      const auto track = tracks.find(event.subject);
      if (track == tracks.end()) continue;
      TraceArguments arguments = text_argument("detail", event.detail);
      arguments.emplace_back("value", fmt::format("{}", event.value));
      trace_.add_instant(track->second, event.kind, event.time, arguments);
    }
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

/// The jobs on each pod, in as many lanes as it has at once, and what failed and was repaired.
class PodTracks {
 public:
  PodTracks(const RunData& run, TraceEvents& trace) : run_(run), trace_(trace) {}

  void add_all() {
    std::map<std::string, std::vector<const OccupancyRecord*>> pods;
    for (const OccupancyRecord& stay : run_.occupancy) pods[stay.pod].push_back(&stay);
    for (const EventRecord& event : run_.events) {
      if (is_of_pod(event)) pods.try_emplace(event.pod);
    }
    for (auto& [pod, stays] : pods) add_lanes(pod, stays);
    for (const EventRecord& event : run_.events) {
      if (!is_of_pod(event)) continue;
      TraceArguments arguments = text_argument("detail", event.detail);
      arguments.emplace_back("chips", fmt::format("{}", event.value));
      trace_.add_instant(trace_.track(process_name(event.pod), "failures and repairs"),
                         event.kind + ": " + event.subject, event.time, arguments);
    }
  }

 private:
  static bool is_of_pod(const EventRecord& event) {
    return !event.pod.empty() && (event.kind == "failure" || event.kind == "repair");
  }
  static std::string process_name(const std::string& pod) { return "pod " + pod; }

  void add_lanes(const std::string& pod, std::vector<const OccupancyRecord*>& stays) {
    (void)trace_.track(process_name(pod), "failures and repairs");
    std::stable_sort(stays.begin(), stays.end(),
                     [](const OccupancyRecord* a, const OccupancyRecord* b) { return a->begin < b->begin; });
    std::vector<std::pair<Seconds, std::string>> lanes;  // until when each is taken, and by whom last
    for (const OccupancyRecord* stay : stays) {
      const auto is_free = [&](const auto& lane) { return lane.first <= stay->begin; };
      // A job keeps its lane through its phases.
      auto lane = std::find_if(lanes.begin(), lanes.end(),
                               [&](const auto& held) { return is_free(held) && held.second == stay->workload; });
      if (lane == lanes.end()) lane = std::find_if(lanes.begin(), lanes.end(), is_free);
      if (lane == lanes.end()) lane = lanes.emplace(lane);
      *lane = {stay->end, stay->workload};
      const auto number = lane - lanes.begin() + 1;
      trace_.add_span(trace_.track(process_name(pod), fmt::format("lane {}", number)), stay->workload, stay->begin,
                      stay->end, {{"phase", json_string(stay->phase)}, {"blocks", std::to_string(stay->blocks)}});
    }
  }

  const RunData& run_;
  TraceEvents& trace_;
};

void add_graph(const PiecewiseSeries& series, const std::string& name, TraceEvents& trace) {
  const TraceEvents::Track track = trace.track("site", "graphs");
  for (const PiecewiseSeries::Point& point : series.points()) trace.add_counter(track, name, point.time, point.value);
}

}  // namespace

std::string run_trace_json(const RunData& run) {
  TraceEvents trace;
  for (const char* metric : kGraphs) {
    if (const PiecewiseSeries* series = run.find_series(metric)) add_graph(*series, metric, trace);
  }
  for (const auto& [metric, by_label] : run.metrics) {
    const auto site = by_label.find("");
    if (metric.starts_with("chips_") && site != by_label.end()) add_graph(site->second, metric, trace);
  }
  JobTracks(run, trace).add_all();
  PodTracks(run, trace).add_all();
  return trace.json({{"program", "gigapod"},
                     {"scenario", run.manifest.scenario_name},
                     {"seed", std::to_string(run.manifest.seed)},
                     {"fingerprint", run.manifest.fingerprint}});
}

}  // namespace gigapod
