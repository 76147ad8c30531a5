// ETTR (effective training time ratio, Kokolis et al., arXiv:2410.21680): the time of steps that were kept over the
// time since the first start, queues after a failure included; jobs weigh by their chips.

#include "sim/engine/reliability_results.hpp"

namespace gigapod {
namespace {

double ratio(double a, double b) { return b > 0.0 ? a / b : 0.0; }

}  // namespace

void write_reliability_results(const Simulation& simulation, EngineContext& context) {
  const Seconds horizon = context.scenario.horizon;
  double productive = 0.0;
  double weighted_life = 0.0;
  double life = 0.0;
  for (const auto& job : simulation.jobs()) {
    const auto chips = static_cast<double>(job->chips());
    productive += chips * job->kept_time().value();
    weighted_life += chips * job->life(horizon).value();
    life += job->life(horizon).value();
  }
  const RunCounts& counts = context.counts;
  const auto write = [&](const std::string& name, double value) { context.writer.add_figure(name, value); };
  const auto interruptions = static_cast<double>(counts.interruptions);
  write("failures", static_cast<double>(counts.failures));
  write("interruptions", interruptions);
  write("planned_interruptions", static_cast<double>(counts.planned_interruptions));
  for (const auto& [cause, count] : counts.interruptions_by_cause) {
    write("interruptions_by_" + cause, static_cast<double>(count));
  }
  write("mean_time_between_interruptions_seconds", ratio(life, interruptions));
  write("ettr", ratio(productive, weighted_life));
  write("repairs", static_cast<double>(counts.repairs));
  write("retired_lemons", static_cast<double>(counts.retired));
  write("longest_repair_queue", static_cast<double>(counts.longest_repair_queue));
  write("mean_repair_wait_seconds", ratio(counts.repair_wait.value(), static_cast<double>(counts.repairs)));
}

}  // namespace gigapod
