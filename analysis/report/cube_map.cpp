#include "analysis/report/cube_map.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>

namespace gigapod {
namespace {

Seconds length(const auto& stay) { return stay.end - stay.begin; }

/// The length that at most `most` of these reach; 0 when that is all of them.
Seconds least_length(std::vector<Seconds> lengths, std::size_t most) {
  if (lengths.size() <= most) return Seconds(0.0);
  std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(most), lengths.end(),
                   std::greater<>());
  const Seconds longest_out = lengths[most];
  Seconds least = lengths.front();
  for (const Seconds length : lengths) {
    if (length > longest_out && (least <= longest_out || length < least)) least = length;
  }
  return least > longest_out ? least : longest_out * 2.0;  // all are alike
}

using StaysByPod = std::unordered_map<std::string, std::vector<const BlockStayRecord*>>;

CubePod cube_pod(const PodRecord& pod, const std::vector<const BlockStayRecord*>& stays, std::size_t most) {
  CubePod cubes{pod, stays.size(), Seconds(0.0), {}};
  std::vector<Seconds> lengths;
  for (const BlockStayRecord* stay : stays) lengths.push_back(length(*stay));
  cubes.shortest = least_length(std::move(lengths), most);
  for (const BlockStayRecord* stay : stays) {
    if (length(*stay) < cubes.shortest) continue;
    cubes.stays.push_back({stay->begin, stay->end, stay->state, stay->subject, stay->slice, stay->blocks});
  }
  std::stable_sort(cubes.stays.begin(), cubes.stays.end(),
                   [](const CubeStay& a, const CubeStay& b) { return a.begin < b.begin; });
  return cubes;
}

/// Each time that a job was not running is a row on each of its pods: they are alike, and one is kept.
std::map<std::string, std::vector<CubePhase>> all_phases(const RunData& run, const std::set<std::string>& jobs) {
  std::map<std::string, std::vector<CubePhase>> phases;
  for (const OccupancyRecord& stay : run.occupancy) {
    if (stay.phase == "run" || !jobs.contains(stay.workload)) continue;
    std::vector<CubePhase>& own = phases[stay.workload];
    if (!own.empty() && stay.begin < own.back().end) continue;
    if (!own.empty() && own.back().end == stay.begin && own.back().phase == stay.phase) {
      own.back().end = stay.end;
    } else {
      own.push_back({stay.begin, stay.end, stay.phase});
    }
  }
  return phases;
}

void keep_longest_phases(CubeMap& map, std::size_t most) {
  std::vector<Seconds> lengths;
  for (const auto& [job, phases] : map.phases) {
    for (const CubePhase& phase : phases) lengths.push_back(length(phase));
  }
  map.shortest_phase = least_length(std::move(lengths), most);
  for (auto& [job, phases] : map.phases) {
    std::erase_if(phases, [&](const CubePhase& phase) { return length(phase) < map.shortest_phase; });
  }
}

}  // namespace

CubeMap build_cube_map(const RunData& run, const CubeMapLimits& limits) {
  StaysByPod by_pod;
  for (const BlockStayRecord& stay : run.block_stays) by_pod[stay.pod].push_back(&stay);
  std::vector<const PodRecord*> order;
  for (const PodRecord& pod : run.pods) order.push_back(&pod);
  std::stable_sort(order.begin(), order.end(), [&](const PodRecord* a, const PodRecord* b) {
    return by_pod[a->name].size() > by_pod[b->name].size();
  });
  CubeMap map;
  map.pods_in_run = run.pods.size();
  std::set<std::string> jobs;
  std::size_t stays = 0;
  for (const PodRecord* pod : order) {
    if (map.pods.size() == limits.pods) break;
    CubePod cubes = cube_pod(*pod, by_pod[pod->name], limits.stays_of_a_pod);
    stays += cubes.stays.size();
    if (stays > limits.stays && !map.pods.empty()) break;
    for (const CubeStay& stay : cubes.stays) {
      if (stay.slice) jobs.insert(stay.subject);
    }
    map.pods.push_back(std::move(cubes));
  }
  map.phases = all_phases(run, jobs);
  keep_longest_phases(map, limits.phases);
  return map;
}

}  // namespace gigapod
