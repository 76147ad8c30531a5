#include "analysis/report/report_events.hpp"

#include "analysis/report/downsample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

using nlohmann::json;

constexpr std::size_t kFailureBins = 90;
constexpr std::size_t kFailureClasses = 7;
constexpr std::size_t kMostDecisions = 300;
constexpr std::size_t kMostIncidents = 100;

/// `host/ironwood-004/17` -> `host`: the class of a component's name.
std::string failure_class(const EventRecord& event) {
  const std::string name = event.subject.substr(0, event.subject.find_first_of("/#:"));
  return name.empty() ? "unnamed" : name;
}

std::vector<std::pair<std::string, std::int64_t>> classes_by_number(const RunData& run) {
  std::map<std::string, std::int64_t> numbers;
  for (const EventRecord& event : run.events) {
    if (event.kind == "failure") ++numbers[failure_class(event)];
  }
  std::vector<std::pair<std::string, std::int64_t>> classes(numbers.begin(), numbers.end());
  std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return classes;
}

bool is_incident(const std::string& kind) {
  static const std::set<std::string> kIncidents{"failure", "repair", "restart", "resize", "checkpoint"};
  return kIncidents.contains(kind);
}

json event_json(const EventRecord& event) {
  return {{"time_seconds", event.time.value()},
          {"kind", event.kind},
          {"subject", event.subject},
          {"pod", event.pod},
          {"value", event.value},
          {"detail", event.detail}};
}

std::int64_t waiting_jobs(const RunData& run) {
  return std::count_if(run.workloads.begin(), run.workloads.end(),
                       [](const WorkloadRecord& workload) { return workload.state == "waiting"; });
}

}  // namespace

json failures_json(const RunData& run) {
  const auto classes = classes_by_number(run);
  const Seconds bin = report_interval(run.horizon(), kFailureBins);
  const std::size_t bins = interval_count(bin, run.horizon());
  const auto shown = [&](const std::string& name) {
    const std::size_t own = classes.size() <= kFailureClasses ? kFailureClasses : kFailureClasses - 1;
    for (std::size_t i = 0; i < std::min(own, classes.size()); ++i) {
      if (classes[i].first == name) return name;
    }
    return std::string("other classes");
  };
  json value = json::object();
  for (const EventRecord& event : run.events) {
    if (event.kind != "failure") continue;
    json& counts = value[shown(failure_class(event))];
    if (counts.is_null()) counts = std::vector<std::int64_t>(bins, 0);
    json& count = counts[std::min(bins - 1, static_cast<std::size_t>(event.time / bin))];
    count = count.get<std::int64_t>() + 1;
  }
  std::vector<double> times(bins);
  for (std::size_t i = 0; i < bins; ++i) times[i] = (bin * static_cast<double>(i)).value();
  return {{"classes", classes}, {"bin_seconds", bin.value()}, {"time", times}, {"value", value}};
}

json events_json(const RunData& run) {
  std::map<std::string, std::int64_t> counts;
  json log = json::array();
  std::size_t decisions = 0;
  std::size_t incidents = 0;
  for (const EventRecord& event : run.events) {
    ++counts[event.kind];
    const bool fits = is_incident(event.kind) ? incidents++ < kMostIncidents : decisions++ < kMostDecisions;
    if (fits) log.push_back(event_json(event));
  }
  return {{"total", run.events.size()}, {"counts", counts}, {"log", log}};
}

json warnings_json(const RunData& run) {
  json warnings = json::array();
  for (const auto& [name, text] : run.texts) {
    if (name.starts_with("warning")) warnings.push_back(text);
  }
  for (const EventRecord& event : run.events) {
    if (event.kind == "warning" && warnings.size() < 40) warnings.push_back(event.subject + ": " + event.detail);
  }
  if (const std::int64_t waiting = waiting_jobs(run); waiting > 0) {
    warnings.push_back(fmt::format("{} of {} jobs still wait at the end of the simulated time.", waiting,
                                   static_cast<std::int64_t>(run.figure("jobs_submitted"))));
  }
  const double unserved = run.figure("requests_unserved");
  const double requests = run.figure("requests_served") + unserved;
  if (unserved > 0.001 * requests) {
    warnings.push_back(fmt::format("{:.2f}% of all requests were rejected.", 100.0 * unserved / requests));
  }
  return warnings;
}

}  // namespace gigapod
