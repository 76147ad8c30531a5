#include "analysis/export/trace_events.hpp"

#include "analysis/report/json_text.hpp"
#include "sim/record/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

std::int64_t nanoseconds(Seconds time) { return stored_nanoseconds(time.value()); }

/// Microseconds, exact to the nanosecond.
std::string microseconds(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

std::string members(const TraceArguments& arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", json_string(name), value);
  }
  return text;
}

std::string place(TraceEvents::Track track) {
  return fmt::format("\"pid\":{},\"tid\":{}", track.process, track.thread);
}

}  // namespace

std::string json_string(const std::string& text) { return json_text(text); }

TraceEvents::Track TraceEvents::track(const std::string& process, const std::string& thread) {
  const auto [owner, is_new_process] = processes_.emplace(process, static_cast<int>(processes_.size()) + 1);
  const int pid = owner->second;
  if (is_new_process) {
    names_.push_back(fmt::format(R"({{"name":"process_name","ph":"M","pid":{},"tid":0,"args":{{"name":{}}}}})", pid,
                                 json_string(process)));
    names_.push_back(fmt::format(
        R"({{"name":"process_sort_index","ph":"M","pid":{0},"tid":0,"args":{{"sort_index":{0}}}}})", pid));
  }
  const auto [entry, is_new] = threads_.emplace(std::pair(pid, thread), static_cast<int>(threads_.size()) + 1);
  if (is_new) {
    names_.push_back(fmt::format(R"({{"name":"thread_name","ph":"M","pid":{},"tid":{},"args":{{"name":{}}}}})", pid,
                                 entry->second, json_string(thread)));
    names_.push_back(
        fmt::format(R"({{"name":"thread_sort_index","ph":"M","pid":{},"tid":{},"args":{{"sort_index":{}}}}})", pid,
                    entry->second, entry->second));
  }
  return {pid, entry->second};
}

void TraceEvents::add_span(Track track, const std::string& name, Seconds begin, Seconds end,
                           const TraceArguments& arguments) {
  const std::int64_t begin_ns = nanoseconds(begin);
  events_.push_back(
      {begin_ns, std::max<std::int64_t>(0, nanoseconds(end) - begin_ns),
       fmt::format("\"name\":{},{},\"args\":{{{}}}", json_string(name), place(track), members(arguments)), 'X'});
}

void TraceEvents::add_instant(Track track, const std::string& name, Seconds time, const TraceArguments& arguments) {
  events_.push_back(
      {nanoseconds(time), 0,
       fmt::format("\"name\":{},\"s\":\"t\",{},\"args\":{{{}}}", json_string(name), place(track), members(arguments)),
       'i'});
}

void TraceEvents::add_counter(Track track, const std::string& name, Seconds time, double value) {
  events_.push_back({nanoseconds(time), 0,
                     fmt::format("\"name\":{},{},\"args\":{{\"value\":{}}}", json_string(name), place(track), value),
                     'C'});
}

std::string TraceEvents::json(const std::map<std::string, std::string>& other_data) const {
  std::vector<const Event*> order;
  for (const Event& event : events_) order.push_back(&event);
  std::stable_sort(order.begin(), order.end(), [](const Event* a, const Event* b) {
    return a->begin_ns != b->begin_ns ? a->begin_ns < b->begin_ns : a->length_ns > b->length_ns;
  });
  std::string text = "{\"displayTimeUnit\":\"ms\",\"otherData\":{";
  bool is_first = true;
  for (const auto& [name, value] : other_data) {
    text += fmt::format("{}{}:{}", is_first ? "" : ",", json_string(name), json_string(value));
    is_first = false;
  }
  text += "},\"traceEvents\":[\n";
  const char* separator = "";
  for (const std::string& name : names_) {
    text += separator + name;
    separator = ",\n";
  }
  for (const Event* event : order) {
    text += fmt::format("{}{{\"ph\":\"{}\",\"ts\":{},", separator, event->phase, microseconds(event->begin_ns));
    if (event->phase == 'X') text += fmt::format("\"dur\":{},", microseconds(event->length_ns));
    text += event->text + "}";
    separator = ",\n";
  }
  return text + "\n]}\n";
}

}  // namespace gigapod
