// Daly's complete model (expected_goodput.hpp) for copies at several places, and what it leaves out.
//
//   E = 1                                    wall time for each second of steps, from the inside out:
//   E <- (exp(r (dt E + w)) - 1) (1/r + U) / dt          for each place, the shortest interval dt first, the storage
//                                            last, with pauses w and the rate r of interruptions that come back from
//                                            it
//   U = (exp(R u) - 1) / R                   from such an interruption, silent for a while, until the job computes:
//                                            u alone, begun anew by every further one of all R
//   E <- E + C sum c D / (1 + c D / 2)       corruptions: rate c while computing, C a second of steps with those
//   lost,
//                                            found after D; a further one may be found earlier
//   E <- E + C sum s (w + U)                 slow hosts of rate s: a checkpoint and a swap
//   E <- E (1 + sum l (1 - exp(-x t)))       steps that are longer by l while a part is broken: rate x, for t
//   goodput = 1 / E
//
// With one place and none of the last three it is Daly's model. Assumes exponential lives, a spare at hand for every
// broken part, and that parts broken at the same time slow the steps down as one. Failures of network and storage
// cost nothing. Compared with draws of the same events (simulated_goodput.hpp) in
// tests/theory/scaling_goodput_test.cpp.

#include "analysis/goodput/job_goodput.hpp"

#include <cmath>

namespace gigapod {
namespace {

/// Mean time from an interruption until the job computes, begun anew by every further one.
double time_to_recover(Seconds alone, Hertz rate) { return std::expm1(rate * alone) / rate.value(); }

/// For each second of steps that count.
struct TimeSpent {
  double wall = 1.0;
  double computing = 1.0;  ///< of it, steps that are lost included
};

/// With the copies of all places.
TimeSpent with_interruptions(const JobRisks& risks) {
  const Hertz all = risks.interruption_rate();
  TimeSpent spent;
  for (std::size_t place = 0; place < risks.copies.size(); ++place) {
    const StateCopies& copies = risks.copies[place];
    Hertz rate;
    double down = 0.0;  // x rate
    for (const JobRisk& risk : risks.risks) {
      if (!risk.interrupts || risk.place != place) continue;
      rate += risk.rate;
      down += risk.rate.value() * time_to_recover(risk.silence + risk.restart, all);
    }
    const double cycle = copies.interval.value() * spent.wall + copies.pause.value();
    const double up =
        (rate > Hertz(0) ? std::expm1(rate.value() * cycle) / rate.value() : cycle) / copies.interval.value();
    spent.computing *= up / spent.wall;
    spent.wall = up * (1.0 + down);
  }
  return spent;
}

double expected_wall(const JobRisks& risks) {
  const Hertz all = risks.interruption_rate();
  const TimeSpent spent = all > Hertz(0) ? with_interruptions(risks) : TimeSpent{};
  double longer = 0.0;
  double added = 0.0;
  for (const JobRisk& risk : risks.risks) {
    if (risk.kind.effect == FailureEffect::kCorrupt) {
      const double undetected = risk.rate * risk.kind.detection;
      added += undetected / (1.0 + undetected / 2.0);
    } else if (!risk.interrupts) {
      const bool is_slow = risk.kind.effect == FailureEffect::kSlow;
      const Seconds lasts = is_slow ? risk.kind.detection : risk.kind.repair;
      longer += risk.kind.slowdown * -std::expm1(-(risk.rate * lasts));
      if (is_slow && all > Hertz(0)) {
        const double swap = risks.storage().pause.value() + time_to_recover(risk.restart, all);
        added += risk.rate.value() * swap;
      }
    }
  }
  return (spent.wall + spent.computing * added) * (1.0 + longer);
}

}  // namespace

JobGoodput job_goodput(const JobRisks& risks) {
  JobGoodput result;
  result.goodput = 1.0 / expected_wall(risks);
  const Hertz rate = risks.interruption_rate();
  if (rate <= Hertz(0)) return result;
  result.mean_time_between_interruptions = 1.0 / rate;
  result.checkpoint_pause = risks.storage().pause;
  result.checkpoint_interval = risks.storage().interval;
  return result;
}

JobGoodput job_goodput(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod, const ChipSpec& chip,
                       const SliceAllocation& slices, Bytes state) {
  return job_goodput(job_risks(terms, site, pod, chip, slices, state));
}

}  // namespace gigapod
