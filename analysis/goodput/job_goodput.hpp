#pragma once

#include "analysis/goodput/job_risks.hpp"

namespace gigapod {

/// What failures leave of a job's time.
struct JobGoodput {
  double goodput = 1.0;                     ///< expected share of time in steps that count (ETTR)
  Seconds mean_time_between_interruptions;  ///< 0: never
  Seconds checkpoint_interval;              ///< in the storage; 0: none needed
  Seconds checkpoint_pause;                 ///< of the steps for one of them
};

/// Expected goodput of a job that meets those risks.
[[nodiscard]] JobGoodput job_goodput(const JobRisks& risks);

/// The same for a job whose checkpoint is `state` on slices of a pod type.
[[nodiscard]] JobGoodput job_goodput(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod,
                                     const ChipSpec& chip, const SliceAllocation& slices, Bytes state);

}  // namespace gigapod
