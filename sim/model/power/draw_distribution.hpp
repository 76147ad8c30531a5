#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/power/waveform.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace gigapod {

/// Jobs of one kind, each synchronous in itself and independent of all others.
struct JobPower {
  int jobs = 1;
  double chips = 1.0;              ///< of one job
  double running = 1.0;            ///< share of time in which a job runs; its chips idle otherwise
  std::vector<PowerSegment> step;  ///< power of one chip of a running job, with its host
  Watts idle;                      ///< of one chip, with its host
};

/// Probability of what many jobs draw together at a moment no job knows.
class DrawDistribution {
 public:
  DrawDistribution(double least_watts, double bin_watts, std::vector<double> probabilities);

  [[nodiscard]] Watts mean() const;
  [[nodiscard]] Watts deviation() const;
  /// Probability that the draw is above `watts`; 0 below what arithmetic resolves (1e-12).
  [[nodiscard]] double above(Watts watts) const;
  /// The draw that is exceeded with at most this probability.
  [[nodiscard]] Watts exceeded_with(double probability) const;

 private:
  double least_;
  double bin_;
  std::vector<double> probabilities_;
};

/// The distribution of `constant` plus the draw of all jobs, averaged over `window` (`edge` or more: a window smooths
/// each job's steps, not the time in which it does not run).
[[nodiscard]] DrawDistribution draw_distribution(std::span<const JobPower> jobs, Watts constant, Seconds window);

}  // namespace gigapod
