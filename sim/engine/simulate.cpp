#include "sim/engine/simulate.hpp"

#include "sim/engine/run_results.hpp"
#include "sim/engine/simulation.hpp"

namespace gigapod {

SimulationOutcome simulate(const Scenario& scenario, RunWriter& writer,
                           const std::function<void(const Progress&)>& progress) {
  Site site(scenario);
  FlowNetwork network(site.dcn());
  EventQueue queue;
  const std::size_t pods = site.layout().pods.size();
  const std::size_t links = site.dcn().links.size();
  const Seconds horizon = scenario.horizon;
  const Seconds interval = scenario.metric_interval;
  EngineContext context{scenario,
                        writer,
                        site,
                        network,
                        queue,
                        RandomStreams(scenario.seed),
                        RunCounts(),
                        UsageSeries(pods, horizon, interval),
                        UsageSeries(links, horizon, interval),
                        UsageSeries(links, horizon, interval),
                        std::vector<double>(pods),
                        std::vector<double>(static_cast<std::size_t>(site.layout().blocks)),
                        {}};
  Simulation simulation(context, progress);
  network.run([&] { simulation.run(); });
  write_run_results(simulation, context);
  return {simulation.events()};
}

}  // namespace gigapod
