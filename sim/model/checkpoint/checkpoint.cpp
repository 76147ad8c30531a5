/// Checkpoint size and the closed forms that the simulation is checked against.
///
///   interval   Young (1974): sqrt(2 C M); Daly (2006), eq. 37, for C < 2 M:
///              sqrt(2 C M) (1 + sqrt(C / 2M) / 3 + C / 18M) - C, and M otherwise
///   ETTR       (1 - r (u0 + dt / 2)) / (1 + w / dt): Kokolis et al., arXiv:2410.21680, with r the failure rate of
///              the job, u0 the restart time, dt the interval and w the pause; over 1 + r q where each failure
///              also waits q in the queue (our derivation: time off the chips dilutes time on them)
///
/// Assumes failures without memory and pauses far shorter than the mean time between failures.
#include "sim/model/checkpoint/checkpoint.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

Bytes checkpoint_size(const TrainingPlan& plan) {
  return Bytes(parameter_count(plan.model) * (plan.parameter_bytes + plan.optimizer_bytes));
}

Seconds best_checkpoint_interval(Seconds pause, Seconds mtbf) {
  if (pause.value() <= 0.0 || mtbf.value() <= 0.0) return Seconds(0.0);
  if (pause >= 2.0 * mtbf) return mtbf;
  const double ratio = pause / (2.0 * mtbf);
  const double young = std::sqrt(2.0 * pause.value() * mtbf.value());
  return Seconds(young * (1.0 + std::sqrt(ratio) / 3.0 + ratio / 9.0)) - pause;
}

Seconds young_interval(Seconds pause, Seconds mtbf) {
  if (pause.value() <= 0.0 || mtbf.value() <= 0.0) return Seconds(0.0);
  return Seconds(std::sqrt(2.0 * pause.value() * mtbf.value()));
}

double expected_ettr(Hertz failure_rate, Seconds restart, Seconds interval, Seconds pause, Seconds queue) {
  const double lost = failure_rate * (restart + interval / 2.0);
  return std::max(0.0, (1.0 - lost) / (1.0 + pause / interval)) / (1.0 + failure_rate * queue);
}

}  // namespace gigapod
