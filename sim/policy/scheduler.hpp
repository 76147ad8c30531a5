#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Blocks of one pod: free ones, or those a job holds.
struct PodBlocks {
  PodId pod;
  int blocks = 0;
  bool operator==(const PodBlocks&) const = default;
};

/// What a scheduler sees of one waiting job.
struct WaitingJob {
  JobId job;
  int priority = 0;
  Seconds submit;
  Seconds planned_duration;  ///< without failures
  std::string pod_type;
  int blocks_per_slice = 1;
  int slices = 1;
};

/// What it sees of one running job.
struct RunningJob {
  JobId job;
  int priority = 0;
  Seconds expected_end;
  std::string pod_type;
  int blocks = 0;
  std::vector<PodBlocks> blocks_by_pod;  ///< where they are; empty: not told
};

/// Answers whether a job could start now; asks placement, health and every power envelope.
class StartProbe {
 public:
  virtual ~StartProbe() = default;
  /// True when the job fits now together with those already chosen in this call.
  virtual bool try_start(JobId job) = 0;
  /// Free healthy blocks of the pod type after what was chosen in this call.
  [[nodiscard]] virtual int free_blocks(const std::string& pod_type) const = 0;
  /// The same pod by pod, every pod of the type in the order of ids. Empty: not told; then the pods of the type are
  /// planned as one pool.
  [[nodiscard]] virtual std::vector<PodBlocks> free_blocks_by_pod(const std::string& /*pod_type*/) const {
    return {};
  }
  /// Blocks that `try_start` would take now, pod by pod, without starting the job. Nothing: it does not fit, or not
  /// told; then a backfill is judged by the worst pods it could take.
  [[nodiscard]] virtual std::optional<std::vector<PodBlocks>> preview(JobId /*job*/) const { return std::nullopt; }
};

/// Decides which waiting jobs start now. Pure but for the probe.
class Scheduler {
 public:
  static constexpr const char* kRegistryName = "scheduler";
  virtual ~Scheduler() = default;
  /// Calls `probe.try_start` in the order of choice; `waiting` and `running` are sorted by id.
  virtual void choose(Seconds now, std::span<const WaitingJob> waiting, std::span<const RunningJob> running,
                      StartProbe& probe) const = 0;
};

}  // namespace gigapod
