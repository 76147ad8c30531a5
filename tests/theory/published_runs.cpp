#include "tests/theory/published_runs.hpp"

#include "sim/scenario/catalog.hpp"

#include <fstream>
#include <sstream>

namespace gigapod::theory {

std::string source_file(const std::string& path) {
  std::ifstream file(std::string(GIGAPOD_SOURCE_DIR "/") + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::map<std::string, ChipSpec> chips_of_published_runs() {
  return read_catalog({GIGAPOD_SOURCE_DIR "/topologies/catalog"}).chips;
}

std::vector<MeasuredRun> published_runs(const std::string& table) {
  const std::map<std::string, ChipSpec> chips = chips_of_published_runs();
  std::vector<MeasuredRun> runs;
  for (const MeasuredRow& row : read_measured_rows(source_file("scenarios/validation/" + table))) {
    runs.push_back(measured_run(row, chips));
  }
  return runs;
}

bool is_tpu(const MeasuredRun& run) { return run.chip.starts_with("v"); }

bool is_scored(const MeasuredRun& run) { return run.exclusion.empty() && !run.is_upper_bound; }

}  // namespace gigapod::theory
