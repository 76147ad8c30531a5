#include "sim/engine/simulate.hpp"

#include "sim/engine/energy_supply.hpp"
#include "sim/engine/run_results.hpp"
#include "sim/engine/simulation.hpp"

#include <map>
#include <string>

namespace gigapod {

namespace {

std::map<std::string, double> chips_by_type(const SiteLayout& layout) {
  std::map<std::string, double> chips;
  for (const PodInstance& pod : layout.pods) chips[pod.spec->name] += pod.spec->shape.chips();
  return chips;
}

}  // namespace

SimulationOutcome simulate(const Scenario& scenario, RunWriter& writer,
                           const std::function<void(const Progress&)>& progress, const FleetSurrogates& surrogates) {
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
  context.tenants = TenantAccounts(scenario, chips_by_type(site.layout()));
  context.signal = signal_of(scenario.signal ? scenario.signal : scenario.series.price);
  Simulation simulation(context, progress, surrogates);
  network.run([&] { simulation.run(); });
  write_run_results(simulation, context);
  return {simulation.events()};
}

}  // namespace gigapod
