#include "analysis/export/trace_events.hpp"

#include "analysis/report/json_text.hpp"
#include "sim/record/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Eighths of a microsecond: exact in decimals and as binary floating point, so that viewers which add `ts` and `dur`
/// in either find that one span ends where the next begins.
constexpr std::int64_t kParts = 8;

std::int64_t parts(Seconds time) {
  constexpr std::int64_t kNanoseconds = 1000 / kParts;
  return (stored_nanoseconds(time.value()) + kNanoseconds / 2) / kNanoseconds;
}

std::string microseconds(std::int64_t parts) {
  return fmt::format("{}.{:03}", parts / kParts, parts % kParts * (1000 / kParts));
}

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
  const std::int64_t first = parts(begin);
  const std::int64_t length = parts(end) - first;
  if (length <= 0) return;
  events_.push_back(
      {first, length,
       fmt::format("\"name\":{},{},\"args\":{{{}}}", json_string(name), place(track), members(arguments)), 'X'});
}

void TraceEvents::add_instant(Track track, const std::string& name, Seconds time, const TraceArguments& arguments) {
  events_.push_back(
      {parts(time), 0,
       fmt::format("\"name\":{},\"s\":\"t\",{},\"args\":{{{}}}", json_string(name), place(track), members(arguments)),
       'i'});
}

void TraceEvents::add_counter(Track track, const std::string& name, Seconds time, double value) {
  events_.push_back({parts(time), 0,
                     fmt::format("\"name\":{},{},\"args\":{{\"value\":{}}}", json_string(name), place(track), value),
                     'C'});
}

std::string TraceEvents::json(const std::map<std::string, std::string>& other_data) const {
  std::vector<const Event*> order;
  for (const Event& event : events_) order.push_back(&event);
  std::stable_sort(order.begin(), order.end(), [](const Event* a, const Event* b) {
    return a->begin != b->begin ? a->begin < b->begin : a->length > b->length;
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
    text += fmt::format("{}{{\"ph\":\"{}\",\"ts\":{},", separator, event->phase, microseconds(event->begin));
    if (event->phase == 'X') text += fmt::format("\"dur\":{},", microseconds(event->length));
    text += event->text + "}";
    separator = ",\n";
  }
  return text + "\n]}\n";
}

}  // namespace gigapod
