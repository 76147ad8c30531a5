#pragma once

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// Microseconds that times of a trace are rounded to.
inline constexpr double kTraceStep = 0.125;

/// Checks a trace against the Trace Event Format as far as we write it, and against the order that makes it quick to
/// load; says what is wrong, or nothing.
class TraceRules {
 public:
  std::string faults_of(const std::string& text) {
    const auto trace = nlohmann::json::parse(text, nullptr, false);
    if (!trace.is_object() || !trace.contains("traceEvents")) return "no JSON object with traceEvents";
    for (const auto& event : trace["traceEvents"]) check(event);
    return faults_;
  }

 private:
  using Thread = std::pair<int, int>;

  void check(const nlohmann::json& event) {
    for (const char* member : {"ph", "name", "pid", "tid"}) {
      if (!event.contains(member)) return fault(event, fmt::format("no {}", member));
    }
    const std::string phase = event["ph"];
    const Thread thread{event["pid"], event["tid"]};
    if (phase == "M") {
      if (event["name"] == "thread_name" && !named_.insert(thread).second) fault(event, "a thread named twice");
      return;
    }
    if (named_.count(thread) == 0) fault(event, "a thread without a name");
    if (!event.contains("ts") || event["ts"].get<double>() < last_) return fault(event, "no time, or back in time");
    last_ = event["ts"];
    if (phase == "X") return check_span(event, thread);
    if (phase == "i" && event.value("s", "") != "t") fault(event, "an instant without its scope");
    if (phase == "C" && !event["args"]["value"].is_number()) fault(event, "a counter without a value");
    if (phase != "i" && phase != "C") fault(event, "an unknown phase");
  }

  /// A span lies inside the one that is open, or after it: exactly, as viewers add begin and length as here.
  void check_span(const nlohmann::json& event, Thread thread) {
    if (!event.contains("dur") || event["dur"].get<double>() <= 0.0) return fault(event, "no length");
    const double begin = event["ts"];
    const double end = begin + event["dur"].get<double>();
    std::vector<double>& open = open_[thread];
    while (!open.empty() && open.back() <= begin) open.pop_back();
    if (!open.empty() && end > open.back()) fault(event, "overlaps another span");
    open.push_back(end);
  }

  void fault(const nlohmann::json& event, const std::string& what) {
    if (faults_.size() < 2000) faults_ += what + ": " + event.dump() + "\n";
  }

  std::string faults_;
  double last_ = 0.0;
  std::set<Thread> named_;
  std::map<Thread, std::vector<double>> open_;
};

[[nodiscard]] inline std::string trace_faults(const std::string& text) { return TraceRules().faults_of(text); }

/// Events of one phase on a thread, each in its order: `X` spans, `i` instants.
[[nodiscard]] inline std::vector<nlohmann::json> events_on(const std::string& text, const std::string& process,
                                                           const std::string& thread,
                                                           const std::string& phase = "X") {
  std::vector<nlohmann::json> found;
  nlohmann::json pid;
  nlohmann::json tid;
  const auto trace = nlohmann::json::parse(text);
  for (const auto& event : trace.at("traceEvents")) {
    if (event["name"] == "process_name" && event["args"]["name"] == process) pid = event["pid"];
    const bool is_of_process = event["pid"] == pid;
    if (is_of_process && event["name"] == "thread_name" && event["args"]["name"] == thread) tid = event["tid"];
    if (is_of_process && event["tid"] == tid && event["ph"] == phase) found.push_back(event);
  }
  return found;
}

[[nodiscard]] inline std::vector<std::string> names_on(const std::string& text, const std::string& process,
                                                       const std::string& thread, const std::string& phase = "X") {
  std::vector<std::string> names;
  for (const auto& event : events_on(text, process, thread, phase)) names.push_back(event["name"]);
  return names;
}

}  // namespace gigapod
