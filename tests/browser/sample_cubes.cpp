#include "tests/browser/sample_cubes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

using StaysByPod = std::map<std::string, std::map<std::string, OccupancyRecord>>;

/// Each job's stays on a pod as one.
StaysByPod whole_stays(const RunData& run) {
  StaysByPod by_pod;
  for (const OccupancyRecord& stay : run.occupancy) {
    OccupancyRecord& whole = by_pod[stay.pod].try_emplace(stay.workload, stay).first->second;
    whole.end = std::max(whole.end, stay.end);
  }
  return by_pod;
}

}  // namespace

void add_sample_cubes(RunData& run, int pods, int blocks, std::string (*pod_name)(int)) {
  StaysByPod by_pod = whole_stays(run);
  for (int pod = 0; pod < pods; ++pod) {
    const std::string name = pod_name(pod);
    run.pods.push_back({name, "ironwood", "v7", "16x24x24", "4x4x4", blocks});
    int next = 0;
    for (const auto& [job, stay] : by_pod[name]) {
      const int first = std::exchange(next, next + stay.blocks) % (blocks - stay.blocks + 1);
      run.block_stays.push_back(
          {name, fmt::format("{}-{}", first, first + stay.blocks - 1), stay.begin, stay.end, "held", job, 1});
    }
    for (int fault = 0; fault < pod % 5; ++fault) {
      const Seconds begin = run.horizon() * (0.1 + 0.07 * fault + 0.005 * pod);
      run.block_stays.push_back({name, std::to_string(blocks - 1 - fault), begin, begin + run.horizon() * 0.06,
                                 "repair", "host", std::nullopt});
    }
  }
}

void rename_cubes(RunData& run, const std::string& ending) {
  for (PodRecord& pod : run.pods) {
    for (std::string* text : {&pod.name, &pod.pod_type, &pod.chip}) *text += ending;
  }
  for (BlockStayRecord& stay : run.block_stays) {
    stay.pod += ending;
    stay.subject += ending;
  }
}

}  // namespace gigapod
