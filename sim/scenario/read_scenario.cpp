#include "sim/scenario/read_scenario.hpp"

#include "sim/policy/defragmentation.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/scheduler.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_energy.hpp"
#include "sim/scenario/read_failures.hpp"
#include "sim/scenario/read_fleets.hpp"
#include "sim/scenario/read_hardware.hpp"
#include "sim/scenario/read_jobs.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/read_sections.hpp"
#include "sim/scenario/read_series.hpp"
#include "sim/scenario/read_site.hpp"
#include "sim/scenario/read_tenants.hpp"
#include "sim/scenario/resolve.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <functional>

namespace gigapod {
namespace {

/// Copies the pod types of the site and their chips into the scenario; false when one is missing, which has a
/// finding already.
bool gather_hardware(const Catalog& catalog, Scenario& scenario) {
  for (const PodGroup& group : scenario.site.pods) {
    const auto pod = catalog.pods.find(group.type);
    if (pod == catalog.pods.end()) return false;
    const auto chip = catalog.chips.find(pod->second.chip);
    if (chip == catalog.chips.end()) return false;
    scenario.pods[group.type] = pod->second;
    scenario.chips[chip->first] = chip->second;
  }
  return !scenario.site.pods.empty();
}

template <class Interface>
void read_policy(MappingReader& reader, const std::string& key, const std::string& initial, Findings& findings,
                 PluginChoice& choice) {
  choice = default_plugin<Interface>(initial);
  const DocumentNode* node = reader.take(key);
  if (node != nullptr) read_plugin<Interface>(*node, key, findings, choice);
}

void read_work(MappingReader& reader, const Catalog& catalog, Findings& findings, Scenario& scenario,
               ScenarioPlaces& places) {
  if (const DocumentNode* tenants = reader.take("tenants")) read_tenants(*tenants, findings, scenario, places);
  if (const DocumentNode* signal = reader.take("signal")) read_signal(*signal, findings, scenario, places);
  if (const DocumentNode* series = reader.take("series")) read_series(*series, findings, scenario, places);
  read_power_control(reader, findings, scenario);
  const DocumentNode* population = reader.take("population");
  if (population != nullptr) read_population(*population, findings, scenario.population);
  const DocumentNode* jobs = reader.take("jobs");
  const DocumentNode* fleets = reader.take("fleets");
  if (jobs != nullptr) read_jobs(*jobs, catalog, findings, scenario, places);
  if (fleets != nullptr) read_fleets(*fleets, catalog, findings, scenario, places);
  if (jobs == nullptr && fleets == nullptr && findings.error_count() == 0) {
    findings.warning(reader.node().label, "the scenario has no jobs and no fleets", "the site stays idle");
  }
  const auto has_tenants = [](const FleetSpec& fleet) { return fleet.tenants.has_value(); };
  if (population != nullptr && findings.error_count() == 0 &&
      std::none_of(scenario.fleets.begin(), scenario.fleets.end(), has_tenants)) {
    findings.warning(population->label, "no fleet has tenants: 'population' changes nothing");
  }
  places.scale = reader.take("scale");
  if (places.scale != nullptr) read_scale(*places.scale, findings, scenario);
}

}  // namespace

void read_sections(const DocumentNode& root, Catalog catalog, std::deque<SourceText>& sources, Findings& findings,
                   Scenario& scenario) {
  ScenarioPlaces places;
  places.root = &root;
  places.sources = &sources;
  MappingReader reader(root, "the scenario", findings);
  reader.read(scenario_fields(), scenario);
  if (const DocumentNode* hardware = reader.take("hardware")) read_hardware(*hardware, findings, catalog);
  if (const DocumentNode* models = reader.take("models")) read_models(*models, findings, catalog);
  const std::size_t errors = findings.error_count();
  places.site = reader.require("site");
  if (places.site != nullptr) read_site(*places.site, catalog, findings, scenario.site);
  const bool has_site =
      places.site != nullptr && findings.error_count() == errors && gather_hardware(catalog, scenario);
  read_work(reader, catalog, findings, scenario, places);
  read_failures(reader, findings, scenario);
  read_policy<Scheduler>(reader, "scheduler", "priority_backfill", findings, scenario.scheduler);
  read_policy<PlacementPolicy>(reader, "placement", "best_fit", findings, scenario.placement);
  read_policy<Defragmentation>(reader, "defragmentation", "none", findings, scenario.defragmentation);
  (void)reader.take("study");
  reader.finish();
  if (!has_site || !validate_site(scenario, places, findings)) return;
  validate_work(scenario, places, findings);
  validate_fleet_tenants(scenario, places, findings);
  validate_tenants(scenario, places, findings);
  validate_energy(scenario, places, findings);
}

namespace {

using ReadRoot = std::function<bool(std::deque<SourceText>&, Findings&, DocumentNode&)>;

Scenario scenario_of(const std::string& name, const ReadRoot& read_root, const Catalog& catalog,
                     Diagnostics& warnings, std::optional<std::uint64_t> seed) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  Scenario scenario;
  scenario.file = name;
  if (read_root(sources, findings, root)) read_sections(root, catalog, sources, findings, scenario);
  findings.close();
  diagnostics.throw_if_errors();
  for (const Finding& finding : diagnostics.findings()) {
    warnings.warning(finding.position, finding.message, finding.hint, finding.source_line);
  }
  if (seed) scenario.seed = *seed;
  resolve(scenario);
  return scenario;
}

}  // namespace

Scenario read_scenario(const std::filesystem::path& file, const Catalog& catalog, Diagnostics& warnings,
                       std::optional<std::uint64_t> seed) {
  const auto read_root = [&](std::deque<SourceText>& sources, Findings& findings, DocumentNode& root) {
    return read_extended_document(file, sources, findings, root);
  };
  return scenario_of(file.string(), read_root, catalog, warnings, seed);
}

Scenario read_scenario_text(const std::string& name, const std::string& text, const Catalog& catalog,
                            Diagnostics& warnings, std::optional<std::uint64_t> seed) {
  const auto read_root = [&](std::deque<SourceText>& sources, Findings& findings, DocumentNode& root) {
    return read_extended_text(name, text, sources, findings, root);
  };
  return scenario_of(name, read_root, catalog, warnings, seed);
}

}  // namespace gigapod
