#include "sim/app/trace_files.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/trace/read_trace.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string rank_file(const std::string& name, int rank) { return fmt::format("{}.{}.et", name, rank); }

/// The traces of all ranks, or a refusal that names the first one missing.
std::vector<std::string> rank_files(const std::string& name, int ranks) {
  std::vector<std::string> files;
  for (int rank = 0; fs::exists(rank_file(name, rank)); ++rank) files.push_back(rank_file(name, rank));
  if (files.empty()) refuse(fmt::format("there is neither a trace '{}' nor a '{}'", name, rank_file(name, 0)));
  const int found = static_cast<int>(files.size());
  if (found < ranks) {
    refuse(
        fmt::format("the machine has {} chips, one rank each, but '{}' is missing; name one trace to stand for all "
                    "ranks, or a --slice of {} chips",
                    ranks, rank_file(name, found), found));
  }
  if (found > ranks) {
    refuse(
        fmt::format("the machine has {} chips, one rank each, but there are traces up to '{}'; name a --slice of {} "
                    "chips",
                    ranks, files.back(), found));
  }
  return files;
}

/// A JSON reader that hears of every key, so that a group can't be given twice.
class GroupKeys {
 public:
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == 1 && !seen_.insert(parsed.get<std::string>()).second) {
      repeated_ = parsed.get<std::string>();
    }
    return true;
  }
  [[nodiscard]] const std::string& repeated() const { return repeated_; }

 private:
  std::set<std::string> seen_;
  std::string repeated_;
};

std::vector<int> ranks_of_group(const std::string& file, const std::string& name, const json& list, int ranks) {
  if (!list.is_array() || list.empty()) refuse(fmt::format("{}: group '{}' is not a list of ranks", file, name));
  std::set<int> members;
  for (const json& entry : list) {
    if (!entry.is_number_integer())
      refuse(fmt::format("{}: group '{}' holds {}, not a rank", file, name, entry.dump()));
    const auto rank = entry.get<std::int64_t>();
    if (rank < 0 || rank >= ranks) {
      refuse(fmt::format("{}: group '{}' holds rank {}, but ranks count from 0 to {}", file, name, rank, ranks - 1));
    }
    if (!members.insert(static_cast<int>(rank)).second) {
      refuse(fmt::format("{}: group '{}' holds rank {} twice", file, name, rank));
    }
  }
  return {members.begin(), members.end()};
}

}  // namespace

std::vector<RankTrace> read_traces(const std::string& name, int ranks) {
  const std::vector<std::string> files =
      fs::is_regular_file(name) ? std::vector<std::string>{name} : rank_files(name, ranks);
  TraceFindings findings;
  std::vector<RankTrace> traces;
  for (const std::string& file : files) traces.push_back(read_trace_file(file, findings));
  findings.throw_if_any();
  return traces;
}

TraceGroups read_trace_groups(const std::string& file, int ranks) {
  std::ifstream stream(file);
  if (!stream) refuse(fmt::format("{}: the file can't be read", file));
  GroupKeys keys;
  json document;
  try {
    document = json::parse(stream, std::ref(keys));
  } catch (const json::parse_error& error) {
    refuse(fmt::format("{}: byte {}: not JSON", file, error.byte));
  }
  if (!document.is_object()) refuse(fmt::format("{}: not an object of groups, such as {{\"1\": [0, 1]}}", file));
  if (!keys.repeated().empty()) refuse(fmt::format("{}: group '{}' is given twice", file, keys.repeated()));
  TraceGroups groups;
  for (const auto& [name, list] : document.items()) groups[name] = ranks_of_group(file, name, list, ranks);
  return groups;
}

}  // namespace gigapod::app
