#include "sim/scenario/resolve.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/version.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/scheduler.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/yaml_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gigapod {
namespace {

template <class T>
void write_section(YamlWriter& yaml, const std::string& key, const FieldList<T>& list, const T& object) {
  yaml.open(key);
  yaml.fields(list, object);
  yaml.close();
}

template <class T>
void write_items(YamlWriter& yaml, const std::string& key, const FieldList<T>& list,
                 const std::map<std::string, T>& items) {
  yaml.open(key);
  for (const auto& [name, item] : items) {
    yaml.open_item();
    yaml.fields(list, item);
    yaml.close();
  }
  yaml.close();
}

template <class Interface>
void write_plugin(YamlWriter& yaml, const std::string& key, const PluginChoice& choice) {
  yaml.open(key);
  yaml.line("name", yaml_text(choice.name));
  if (const auto* plugin = Registry<Interface>::find(choice.name)) {
    for (const Field& field : plugin->fields) yaml.field(field, choice.parameters.at(field.name));
  }
  yaml.close();
}

void write_site(YamlWriter& yaml, const SiteSpec& site) {
  yaml.open("site");
  yaml.fields(site_fields(), site);
  write_section(yaml, "power", power_fields(), site.power);
  write_section(yaml, "dcn", dcn_fields(), site.dcn);
  write_section(yaml, "storage", storage_fields(), site.storage);
  yaml.open("pods");
  for (const PodGroup& group : site.pods) {
    yaml.open_item();
    yaml.fields(pod_group_fields(), group, kPodGroupWords);
    yaml.close();
  }
  yaml.close();
  yaml.close();
}

void write_models(YamlWriter& yaml, const Scenario& scenario) {
  std::map<std::string, TransformerSpec> models;
  for (const JobSpec& job : scenario.jobs) models[job.plan.model.name] = job.plan.model;
  for (const FleetSpec& fleet : scenario.fleets) models[fleet.plan.model.name] = fleet.plan.model;
  if (!models.empty()) write_items(yaml, "models", transformer_fields(), models);
}

void write_job(YamlWriter& yaml, const JobSpec& job) {
  yaml.open_item();
  yaml.fields(job_fields(), job, kJobWords);
  yaml.line("model", yaml_text(job.plan.model.name));
  yaml.fields(training_plan_fields(), job.plan);
  yaml.fields(slice_count_fields(), SliceCount{job.plan.parallelism.slices()});
  write_section(yaml, "parallelism", parallelism_fields(), job.plan.parallelism);
  if (!job.checkpoint_tiers.empty()) {
    yaml.open("checkpoint_tiers");
    for (const CheckpointTier& tier : job.checkpoint_tiers) {
      yaml.open_item();
      yaml.fields(checkpoint_tier_fields(), tier, kTierWords);
      yaml.close();
    }
    yaml.close();
  }
  if (job.published) write_section(yaml, "published", published_fields(), *job.published);
  yaml.close();
}

void write_fleet(YamlWriter& yaml, const FleetSpec& fleet) {
  yaml.open_item();
  yaml.fields(fleet_fields(), fleet, kFleetWords);
  yaml.line("model", yaml_text(fleet.plan.model.name));
  yaml.fields(serving_plan_fields(), fleet.plan, kFleetWords);
  write_plugin<DemandCurve>(yaml, "demand", fleet.demand);
  yaml.close();
}

void write_failures(YamlWriter& yaml, const std::vector<FailureClass>& failures) {
  if (failures.empty()) {
    yaml.line("failures", "none");
    return;
  }
  yaml.open("failures");
  for (const FailureClass& failure : failures) {
    yaml.open_item();
    yaml.fields(failure_class_fields(), failure);
    yaml.close();
  }
  yaml.close();
}

void write_maintenance(YamlWriter& yaml, const std::vector<MaintenanceSpec>& plans) {
  if (plans.empty()) return;
  yaml.open("maintenance");
  for (const MaintenanceSpec& plan : plans) {
    yaml.open_item();
    yaml.fields(maintenance_fields(), plan);
    yaml.close();
  }
  yaml.close();
}

void write_work(YamlWriter& yaml, const Scenario& scenario) {
  if (!scenario.jobs.empty()) {
    yaml.open("jobs");
    for (const JobSpec& job : scenario.jobs) write_job(yaml, job);
    yaml.close();
  }
  if (!scenario.fleets.empty()) {
    yaml.open("fleets");
    for (const FleetSpec& fleet : scenario.fleets) write_fleet(yaml, fleet);
    yaml.close();
  }
}

std::string resolved_yaml(const Scenario& scenario) {
  YamlWriter yaml;
  yaml.fields(scenario_fields(), scenario);
  yaml.open("hardware");
  write_items(yaml, "chips", chip_fields(), scenario.chips);
  write_items(yaml, "pods", pod_fields(), scenario.pods);
  yaml.close();
  write_site(yaml, scenario.site);
  write_models(yaml, scenario);
  write_work(yaml, scenario);
  write_failures(yaml, scenario.failures);
  write_maintenance(yaml, scenario.maintenance);
  yaml.open("recovery");
  yaml.fields(recovery_fields(), scenario.recovery, kRecoveryWords);
  yaml.close();
  write_plugin<Scheduler>(yaml, "scheduler", scenario.scheduler);
  write_plugin<PlacementPolicy>(yaml, "placement", scenario.placement);
  if (scenario.scale) {
    yaml.open("scale");
    yaml.fields(scale_fields(), *scenario.scale);
    yaml.line("chips", fmt::format("[{}]", fmt::join(scenario.scale->chips, ", ")));
    yaml.close();
  }
  return yaml.text();
}

}  // namespace

void resolve(Scenario& scenario) {
  scenario.resolved_text = resolved_yaml(scenario);
  Fingerprint fingerprint;
  fingerprint.add(std::string_view(version()));
  fingerprint.add(scenario.resolved_text);
  scenario.hash = fingerprint.hex();
}

}  // namespace gigapod
