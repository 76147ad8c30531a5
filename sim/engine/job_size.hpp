#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/checkpoint/checkpoint_tier.hpp"
#include "sim/model/power/step_power.hpp"
#include "sim/model/step/resized_plan.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace gigapod {

/// Copies of a job's state near its chips, one every interval.
struct NearCopies {
  CheckpointTier tier;
  Seconds interval;
  TierTimes times;
};

/// A job at a lower clock.
struct ClockedStep {
  double clock = 1.0;  ///< of the full one
  Seconds step;        ///< time of one
  Watts power;         ///< per chip, host share included
};

/// A job of one entry of the scenario at one size: everything that follows from the two.
struct JobSize {
  SliceChoice choice;
  std::int64_t chips = 0;
  int blocks_per_slice = 1;
  double held_chips = 0.0;  ///< a slice smaller than a block holds the whole block
  StepTime step;
  double tokens_per_step = 0.0;
  Watts running_power;  ///< per chip, host share included
  RelativePower phase_power;
  Watts idle_power;
  Bytes checkpoint_bytes;
  Seconds copy_pause;  ///< of an asynchronous checkpoint: chips to host memory
  Seconds pause;       ///< of the steps by one checkpoint in the storage
  Seconds shortest;    ///< interval that the storage allows, unless the job gives its own
  Seconds interval;    ///< between checkpoints in the storage
  std::vector<NearCopies> near;
  double copy_share = 0.0;          ///< of the time that near copies stop the steps
  std::vector<ClockedStep> clocks;  ///< full clock first, down to the lowest
};

/// The plan of a training job on these slices, one of its sizes.
[[nodiscard]] TrainingPlan plan_at(const JobSpec& spec, const SliceChoice& choice);

/// The sizes of all jobs, each worked out once.
class JobSizes {
 public:
  JobSizes(const Scenario& scenario, std::int64_t site_chips);

  /// The entry `spec`, one of the scenario's jobs, on these slices; the plan must be possible there.
  [[nodiscard]] const JobSize& size(const JobSpec& spec, const SliceChoice& choice);

 private:
  const Scenario* scenario_;
  double site_chips_;
  std::map<std::pair<const JobSpec*, SliceChoice>, std::unique_ptr<JobSize>>
      sizes_;  ///< looked up only, never listed
};

}  // namespace gigapod
