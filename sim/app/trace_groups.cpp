#include "sim/app/trace_groups.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/trace/trace_findings.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <numeric>
#include <set>

namespace gigapod::app {
namespace {

using nlohmann::json;

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

/// The ranks of a group in order; `fault` says why there are none.
std::vector<int> ranks_of_group(const std::string& name, const json& list, int ranks, std::string& fault) {
  std::set<int> members;
  if (!list.is_array() || list.empty()) fault = fmt::format("group '{}' is not a list of ranks", name);
  for (const json& entry : list) {
    if (!fault.empty()) break;
    const auto rank = entry.is_number_integer() ? entry.get<std::int64_t>() : 0;
    if (!entry.is_number_integer()) {
      fault = fmt::format("group '{}' holds {}, not a rank", name, entry.dump());
    } else if (rank < 0 || rank >= ranks) {
      fault = fmt::format("group '{}' holds rank {}, but ranks count from 0 to {}", name, rank, ranks - 1);
    } else if (!members.insert(static_cast<int>(rank)).second) {
      fault = fmt::format("group '{}' holds rank {} twice", name, rank);
    }
  }
  return {members.begin(), members.end()};
}

/// The JSON list inside the text of a metadata node: PyTorch's converter puts it in the quotes of a Python list.
json groups_of_text(const std::string& text) {
  const auto begin = text.find("[{");
  const auto end = text.rfind("}]");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
  return json::parse(text.substr(begin, end + 2 - begin), nullptr, false);
}

std::string add_group(const json& entry, int ranks, TraceGroups& found) {
  if (!entry.is_object() || !entry.contains("pg_name") || !entry["pg_name"].is_string())
    return "a group has no pg_name";
  const std::string name = entry["pg_name"].get<std::string>();
  std::vector<int> members(static_cast<std::size_t>(ranks));
  std::iota(members.begin(), members.end(), 0);
  std::string fault;
  const bool is_all = !entry.contains("ranks") || (entry["ranks"].is_array() && entry["ranks"].empty());
  if (!is_all) members = ranks_of_group(name, entry["ranks"], ranks, fault);
  if (!fault.empty()) return fault;
  const auto [known, is_new] = found.emplace(name, members);
  if (!is_new && known->second != members) return fmt::format("group '{}' has other ranks elsewhere", name);
  return {};
}

}  // namespace

TraceGroups read_trace_groups(const std::string& file, int ranks) {
  std::ifstream stream(file);
  if (!stream) refuse_input(fmt::format("{}: the file can't be read", file));
  GroupKeys keys;
  json document;
  try {
    document = json::parse(stream, std::ref(keys));
  } catch (const json::parse_error& error) {
    refuse_input(fmt::format("{}: byte {}: not JSON", file, error.byte));
  }
  if (!document.is_object())
    refuse_input(fmt::format("{}: not an object of groups, such as {{\"1\": [0, 1]}}", file));
  if (!keys.repeated().empty()) refuse_input(fmt::format("{}: group '{}' is given twice", file, keys.repeated()));
  TraceGroups groups;
  std::string text;
  for (const auto& [name, list] : document.items()) {
    std::string fault;
    groups[name] = ranks_of_group(name, list, ranks, fault);
    if (!fault.empty()) text += fmt::format("error: {}: {}\n", file, fault);
  }
  if (!text.empty()) throw InvalidInput(text);
  return groups;
}

void add_groups_of_traces(std::span<const RankTrace> traces, int ranks, TraceGroups& known) {
  TraceFindings findings;
  TraceGroups found;
  for (const RankTrace& trace : traces) {
    for (const TraceNode& node : trace.nodes) {
      if (node.process_groups.empty()) continue;
      const json groups = groups_of_text(node.process_groups);
      if (!groups.is_array()) {
        findings.add({trace.file, node.offset, node.id, "the process groups are not a JSON list", {}});
        continue;
      }
      for (const json& entry : groups) {
        if (const std::string fault = add_group(entry, ranks, found); !fault.empty()) {
          findings.add({trace.file, node.offset, node.id, fault, "name a --slice for all ranks of the trace"});
        }
      }
    }
  }
  findings.throw_if_any();
  known.merge(found);
}

}  // namespace gigapod::app
