#pragma once

#include "analysis/run/run_data.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// Blocks of a pod in one state; `blocks` as in the table block_stays.
struct CubeStay {
  Seconds begin;
  Seconds end;
  std::string state;
  std::string subject;
  std::optional<int> slice;
  std::string blocks;
};

struct CubePod {
  PodRecord pod;
  std::size_t changes = 0;      ///< stays in the run, those left out too
  Seconds shortest;             ///< shorter stays are left out; 0: none are
  std::vector<CubeStay> stays;  ///< by begin
};

/// When a job on the pods was not running.
struct CubePhase {
  Seconds begin;
  Seconds end;
  std::string phase;  ///< "restart", "held"
};

/// What each block of some pods did over time.
struct CubeMap {
  std::vector<CubePod> pods;  ///< the most changes first
  std::size_t pods_in_run = 0;
  std::map<std::string, std::vector<CubePhase>> phases;  ///< by job
  Seconds shortest_phase;                                ///< shorter ones are left out; 0: none are
};

/// How much of a run the page takes.
struct CubeMapLimits {
  std::size_t pods = 64;
  std::size_t stays = 12'000;         ///< of all pods together
  std::size_t stays_of_a_pod = 2500;  ///< where there are more, the shortest are left out
  std::size_t phases = 12'000;        ///< of all jobs together, likewise
};

/// The pods with the most changes, as many as the limits allow, at least one.
[[nodiscard]] CubeMap build_cube_map(const RunData& run, const CubeMapLimits& limits = {});

}  // namespace gigapod
