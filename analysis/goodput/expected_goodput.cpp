// Daly's complete model of checkpointing (J. T. Daly, Future Generation Computer Systems 22, 2006, 303-312):
//
//   goodput = r dt / (exp(r u) (exp(r (dt + w)) - 1))
//
// with rate r of interruptions, restart u, interval dt and pause w. Assumes failures without memory, which may also
// strike during a restart or a pause; valid at any ratio of the times, where the first-order form
// (1 - r (u + dt / 2)) / (1 + w / dt) turns negative once the restart nears the time between failures.

#include "analysis/goodput/expected_goodput.hpp"

#include <cmath>

namespace gigapod {

double expected_goodput(const InterruptionPlan& plan) {
  const double cycle = (plan.interval + plan.pause).value();
  if (cycle <= 0.0) return 1.0;
  if (plan.rate <= Hertz(0)) return plan.interval.value() / cycle;
  const double lost = std::exp(plan.rate * plan.restart) * std::expm1(plan.rate.value() * cycle);
  return plan.rate * plan.interval / lost;
}

}  // namespace gigapod
