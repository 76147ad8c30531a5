#pragma once

#include "analysis/goodput/job_risks.hpp"
#include "analysis/interval.hpp"
#include "sim/base/random.hpp"

#include <cstdint>

namespace gigapod {

/// Interruptions that a simulated job meets at least and at most, on average.
inline constexpr double kLeastInterruptions = 20.0;
inline constexpr double kMostInterruptions = 1000.0;

/// Share of `time` in which the steps of a job count, for one draw of its failures.
[[nodiscard]] double drawn_goodput(const JobRisks& risks, Seconds time, const RandomStreams& random);

/// Mean goodput over `seeds` draws from `first_seed` on, of `time` each or as long as `kLeastInterruptions` take,
/// with its 95% interval.
[[nodiscard]] MeanInterval simulated_goodput(const JobRisks& risks, Seconds time, int seeds,
                                             std::uint64_t first_seed);

}  // namespace gigapod
