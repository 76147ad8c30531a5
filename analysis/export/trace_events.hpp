#pragma once

#include "sim/base/quantity.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// Arguments shown with an event of a trace, as JSON texts by name.
using TraceArguments = std::vector<std::pair<std::string, std::string>>;

/// A trace in Chrome's Trace Event Format (JSON object form, docs/export.md), which Perfetto and chrome://tracing
/// open. Tracks are threads of processes; spans of one track lie one after another or inside each other.
class TraceEvents {
 public:
  /// A track by the names of its process and thread, in the order they are first named.
  struct Track {
    int process = 0;
    int thread = 0;
  };
  [[nodiscard]] Track track(const std::string& process, const std::string& thread);

  /// Something that lasts; one that rounds to nothing is left out.
  void add_span(Track track, const std::string& name, Seconds begin, Seconds end,
                const TraceArguments& arguments = {});
  /// Something that happens at one time.
  void add_instant(Track track, const std::string& name, Seconds time, const TraceArguments& arguments = {});
  /// The value of a step function from a time on, drawn as a graph of its process.
  void add_counter(Track track, const std::string& name, Seconds time, double value);

  /// {"traceEvents": […], "displayTimeUnit": "ms", "otherData": {…}}: names of tracks first, then every event by
  /// time, of those at one time the longest first. Times are microseconds to an eighth.
  [[nodiscard]] std::string json(const std::map<std::string, std::string>& other_data = {}) const;

 private:
  struct Event {
    std::int64_t begin = 0;   ///< in eighths of a microsecond
    std::int64_t length = 0;  ///< likewise
    std::string text;         ///< members but for the times
    char phase = 'X';
  };

  std::map<std::string, int> processes_;
  std::map<std::pair<int, std::string>, int> threads_;
  std::vector<std::string> names_;  ///< metadata events
  std::vector<Event> events_;
};

/// A text as a JSON string; bytes that are not UTF-8 become the replacement character.
[[nodiscard]] std::string json_string(const std::string& text);

}  // namespace gigapod
