#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/step/training_step.hpp"

namespace gigapod {

/// Assumed: jobs do not write to the storage more often than this by themselves, since a step of committing,
/// verifying and deleting old checkpoints goes with each.
inline constexpr Seconds kShortestAutoInterval{300.0};
/// Assumed: checkpoints of all jobs together keep the storage busy at most this share of the time; a job has its part
/// by chips.
inline constexpr double kStorageShare = 0.5;
/// Assumed: an interval where nothing fails that the checkpoints are for.
inline constexpr Seconds kIntervalWithoutFailures{3600.0};

/// Bytes of one checkpoint of the job: master weights and optimizer state, once.
[[nodiscard]] Bytes checkpoint_size(const TrainingPlan& plan);

/// Young's first-order optimum sqrt(2 C M) for pauses of `pause` and a mean time between failures `mtbf`; with
/// Daly's correction where pause < 2 mtbf.
[[nodiscard]] Seconds best_checkpoint_interval(Seconds pause, Seconds mtbf);

/// Young's first-order optimum alone.
[[nodiscard]] Seconds young_interval(Seconds pause, Seconds mtbf);

/// Expected ETTR of a job by the closed form of Kokolis et al. (arXiv:2410.21680), for checking the simulation;
/// `queue` is waited for blocks after each failure. Good to 2% while rate x (restart + interval / 2) is at most 0.2
/// (docs/reliability.md); 0 where it has no meaning.
[[nodiscard]] double expected_ettr(Hertz failure_rate, Seconds restart, Seconds interval, Seconds pause,
                                   Seconds queue = Seconds(0.0));

}  // namespace gigapod
