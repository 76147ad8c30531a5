#pragma once

#include "analysis/scaling_machine.hpp"
#include "sim/hardware/site.hpp"
#include "sim/model/failure/failure_class.hpp"
#include "sim/model/failure/recovery.hpp"

#include <vector>

namespace gigapod {

/// How a job meets failures, whatever its size.
struct FailureTerms {
  std::vector<FailureClass> failures;
  RecoverySpec recovery;
  Seconds restart_time{300.0};    ///< reschedule and compile once a failure is found, without the restore
  Seconds checkpoint_interval;    ///< 0: Daly's optimum, at least the time of a write
  bool checkpoints_async = true;  ///< the steps stop only for the copy to host memory
  bool reroutes = true;           ///< runs on beside a broken cable where optical switches allow it
};

/// What failures leave of a job's time.
struct JobGoodput {
  double goodput = 1.0;                     ///< expected share of time in steps that count (ETTR)
  Seconds mean_time_between_interruptions;  ///< 0: never
  Seconds checkpoint_interval;              ///< 0: none needed
  Seconds checkpoint_pause;
};

/// Expected goodput of a job whose checkpoint is `state` on slices of a pod type. Every slice holds the whole state
/// and writes its share of one checkpoint; every slice reads all of it back.
[[nodiscard]] JobGoodput job_goodput(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod,
                                     const ChipSpec& chip, const SliceAllocation& slices, Bytes state);

}  // namespace gigapod
