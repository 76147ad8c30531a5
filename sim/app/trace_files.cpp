#include "sim/app/trace_files.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/trace/read_trace.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

std::string rank_file(const std::string& name, int rank) { return fmt::format("{}.{}.et", name, rank); }

/// The traces of all ranks, or a refusal that names the first one missing.
std::vector<std::string> rank_files(const std::string& name, int ranks) {
  std::vector<std::string> files;
  for (int rank = 0; fs::exists(rank_file(name, rank)); ++rank) files.push_back(rank_file(name, rank));
  if (files.empty()) refuse_input(fmt::format("there is neither a trace '{}' nor a '{}'", name, rank_file(name, 0)));
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

}  // namespace gigapod::app
