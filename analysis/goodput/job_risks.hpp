#pragma once

#include "analysis/scaling/scaling_machine.hpp"
#include "sim/hardware/site.hpp"
#include "sim/model/checkpoint/checkpoint_tier.hpp"
#include "sim/model/failure/failure_class.hpp"
#include "sim/model/failure/recovery.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace gigapod {

/// How a job meets failures, whatever its size.
struct FailureTerms {
  std::vector<FailureClass> failures;
  RecoverySpec recovery;
  Seconds restart_time{300.0};        ///< reschedule and compile once a failure is found, without the restore
  Seconds checkpoint_interval;        ///< in the storage; 0: Daly's optimum, as rare as the engine has it
  bool checkpoints_async = true;      ///< the steps stop only for the copy to host memory
  bool reroutes = true;               ///< runs on beside a broken cable where optical switches allow it
  std::vector<CheckpointTier> tiers;  ///< copies beside those in the storage
};

/// One class of failures as a job meets it.
struct JobRisk {
  FailureClass kind;
  Hertz rate;              ///< of the whole job
  bool interrupts = true;  ///< at once or when it is found; else it makes steps longer for a while
  Seconds silence;         ///< mean time from its begin, or from its discovery where that is late, to the restart
  std::size_t place = 0;   ///< of `JobRisks::copies` that the job comes back from
  Seconds restart;         ///< from the end of the silence until the job computes, the restore included
};

/// Copies of the state at one place.
struct StateCopies {
  Seconds interval;                    ///< of computing between two of them
  Seconds pause;                       ///< of the steps for each
  Seconds whole;                       ///< after the beginning of its pause it can be read
  Seconds restore;                     ///< by all slices
  std::optional<CheckpointTier> tier;  ///< none: the storage, which survives everything
};

/// Everything that decides how much of a job's time counts, at one size.
struct JobRisks {
  std::vector<JobRisk> risks;       ///< those with a rate
  std::vector<StateCopies> copies;  ///< the shortest interval first, the storage last; empty where nothing interrupts
  Seconds heartbeat;                ///< the silence is spread evenly over one
  [[nodiscard]] Hertz interruption_rate() const;
  [[nodiscard]] const StateCopies& storage() const { return copies.back(); }
};

/// The risks of a job whose checkpoint is `state` on slices of a pod type. Every slice holds the whole state and
/// writes its share of one checkpoint; every slice reads all of it back. Near copies are at least a `step` apart.
[[nodiscard]] JobRisks job_risks(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod,
                                 const ChipSpec& chip, const SliceAllocation& slices, Bytes state,
                                 Seconds step = Seconds(0.0));

}  // namespace gigapod
