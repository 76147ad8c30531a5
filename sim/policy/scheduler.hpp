#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"

#include <span>
#include <string>
#include <vector>

namespace gigapod {

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
};

/// Answers whether a job could start now; asks placement, health and every power envelope.
class StartProbe {
 public:
  virtual ~StartProbe() = default;
  /// True when the job fits now together with those already chosen in this call.
  virtual bool try_start(JobId job) = 0;
  /// Free healthy blocks of the pod type after what was chosen in this call.
  [[nodiscard]] virtual int free_blocks(const std::string& pod_type) const = 0;
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
