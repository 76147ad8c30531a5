#include "analysis/report/cube_data.hpp"

#include "analysis/report/cube_map.hpp"

#include <cmath>
#include <unordered_map>

namespace gigapod {
namespace {

using nlohmann::json;

/// Milliseconds are finer than a plot needs.
double rounded(Seconds time) { return std::round(time.value() * 1e3) / 1e3; }

/// Names that many rows have, once.
class Subjects {
 public:
  std::size_t index(const std::string& name) {
    const auto [place, is_new] = index_.try_emplace(name, names_.size());
    if (is_new) names_.push_back(name);
    return place->second;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::string> names_;
};

json pod_json(const CubePod& cubes, Subjects& subjects) {
  json stays = json::array();
  for (const CubeStay& stay : cubes.stays) {
    stays.push_back({rounded(stay.begin), rounded(stay.end), stay.state, subjects.index(stay.subject),
                     stay.slice ? json(*stay.slice) : json(nullptr), stay.blocks});
  }
  return {{"name", cubes.pod.name},   {"pod_type", cubes.pod.pod_type},
          {"chip", cubes.pod.chip},   {"shape", cubes.pod.shape},
          {"block", cubes.pod.block}, {"blocks", cubes.pod.blocks},
          {"changes", cubes.changes}, {"shortest_seconds", rounded(cubes.shortest)},
          {"stays", std::move(stays)}};
}

/// Shapes of the slices of the workloads among the subjects.
json slices_json(const RunData& run, const std::vector<std::string>& subjects) {
  std::unordered_map<std::string, const WorkloadRecord*> workloads;
  for (const WorkloadRecord& workload : run.workloads) workloads.emplace(workload.name, &workload);
  json shapes = json::array();
  for (const std::string& subject : subjects) {
    const auto workload = workloads.find(subject);
    shapes.push_back(workload == workloads.end() ? "" : workload->second->slice);
  }
  return shapes;
}

}  // namespace

json cubes_json(const RunData& run) {
  const CubeMap map = build_cube_map(run);
  Subjects subjects;
  json pods = json::array();
  for (const CubePod& cubes : map.pods) pods.push_back(pod_json(cubes, subjects));
  json phases = json::array();
  for (const auto& [job, own] : map.phases) {
    for (const CubePhase& phase : own) {
      phases.push_back({subjects.index(job), rounded(phase.begin), rounded(phase.end), phase.phase});
    }
  }
  return {{"pods", std::move(pods)},      {"pods_total", map.pods_in_run},
          {"subjects", subjects.names()}, {"slices", slices_json(run, subjects.names())},
          {"phases", std::move(phases)},  {"shortest_phase_seconds", rounded(map.shortest_phase)}};
}

}  // namespace gigapod
