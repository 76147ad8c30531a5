#include "sim/scenario/resolve.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/version.hpp"
#include "sim/model/arrival/arrival_process.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/policy/autoscaler.hpp"
#include "sim/policy/defragmentation.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"
#include "sim/policy/scheduler.hpp"
#include "sim/scenario/read_power.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/yaml_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

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

/// `key:` with one item a line; nothing for none.
template <class T>
void write_list_of(YamlWriter& yaml, const std::string& key, const FieldList<T>& fields, const std::vector<T>& items,
                   std::span<const ZeroWord> words = {}) {
  if (items.empty()) return;
  yaml.open(key);
  for (const T& item : items) {
    yaml.open_item();
    yaml.fields(fields, item, words);
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

/// A number for one point, else the points.
void write_efficiency(YamlWriter& yaml, const std::vector<EfficiencyPoint>& points) {
  if (points.size() == 1) yaml.line("efficiency", yaml_value(points.front().efficiency, kEfficiencyItem));
  if (points.size() < 2) return;
  std::vector<std::string> texts;
  for (const EfficiencyPoint& point : points) {
    texts.push_back(fmt::format("{{load: {}, efficiency: {}}}", yaml_value(point.load, kLoadItem),
                                yaml_value(point.efficiency, kEfficiencyItem)));
  }
  yaml.line("efficiency", fmt::format("[{}]", fmt::join(texts, ", ")));
}

void write_levels(YamlWriter& yaml, const LevelSpecs& levels) {
  if (levels == LevelSpecs{}) return;
  yaml.open("levels");
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == LevelSpec{}) continue;
    yaml.open(kPowerLevelNames[i]);
    yaml.fields(level_fields(), levels[i]);
    write_efficiency(yaml, levels[i].efficiency);
    yaml.close();
  }
  yaml.close();
}

void write_power_tree(YamlWriter& yaml, const std::vector<FeedSpec>& tree) {
  if (tree.empty()) return;
  yaml.open("tree");
  for (const FeedSpec& feed : tree) {
    yaml.open_item();
    yaml.fields(feed_fields(), feed, kFeedWords);
    write_efficiency(yaml, feed.efficiency);
    if (feed.pods == FeedSpec::kRest) yaml.line("pods", kRestWord);
    if (feed.pods > 0) yaml.line("pods", fmt::format("{}", feed.pods));
    yaml.close();
  }
  yaml.close();
}

void write_power(YamlWriter& yaml, const PowerSpec& power) {
  yaml.open("power");
  for (const auto& entry : power_fields().entries()) {
    if (!power.cooling || entry.field.name != "pue") yaml.field(entry.field, entry.read(power));
  }
  if (power.cooling) write_section(yaml, "cooling", cooling_fields(), *power.cooling);
  write_levels(yaml, power.levels);
  write_power_tree(yaml, power.tree);
  yaml.close();
}

void write_site(YamlWriter& yaml, const SiteSpec& site) {
  yaml.open("site");
  yaml.fields(site_fields(), site);
  write_power(yaml, site.power);
  write_section(yaml, "dcn", dcn_fields(), site.dcn);
  write_section(yaml, "storage", storage_fields(), site.storage);
  write_section(yaml, "utility_limits", utility_limit_fields(), site.utility_limits);
  write_section(yaml, "smoothing", smoothing_fields(), site.smoothing);
  if (site.battery) write_section(yaml, "battery", battery_fields(), *site.battery);
  write_list_of(yaml, "generation", generator_fields(), site.generation);
  if (site.backup != BackupSpec{}) write_section(yaml, "backup", backup_fields(), site.backup);
  if (site.contract != ContractSpec{}) write_section(yaml, "contract", contract_fields(), site.contract);
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

/// `key: [a, b]`; nothing for an empty list.
template <class T, class Value>
void write_list(YamlWriter& yaml, const std::string& key, const std::vector<T>& items, const Field& field,
                const Value& value) {
  if (items.empty()) return;
  std::vector<std::string> texts;
  for (const T& item : items) texts.push_back(yaml_value(value(item), field));
  yaml.line(key, fmt::format("[{}]", fmt::join(texts, ", ")));
}

const auto kWhole = [](int item) { return FieldValue(std::int64_t{item}); };
const auto kNumber = [](double item) { return FieldValue(item); };
const auto kSeconds = [](Seconds item) { return FieldValue(item.value()); };
const auto kAxes = [](const Shape& item) { return FieldValue(item.axes); };

void write_draw(YamlWriter& yaml, const JobDraw& draw) {
  if (draw == JobDraw{}) return;
  yaml.open("draw");
  yaml.fields(job_draw_fields(), draw, kDrawWords);
  write_list(yaml, "slices", draw.slices, kSliceCountItem, kWhole);
  write_list(yaml, "slice_weights", draw.slice_weights, kWeightItem, kNumber);
  write_list(yaml, "durations", draw.durations, kDurationItem, kSeconds);
  write_list(yaml, "duration_weights", draw.duration_weights, kWeightItem, kNumber);
  yaml.close();
}

void write_stream(YamlWriter& yaml, const JobSpec& job) {
  write_list(yaml, "moldable_slices", job.moldable_slices, kSliceCountItem, kWhole);
  write_list(yaml, "moldable_shapes", job.moldable_shapes, kShapeItem, kAxes);
  if (!job.arrivals.name.empty()) write_plugin<ArrivalProcess>(yaml, "arrivals", job.arrivals);
  write_draw(yaml, job.draw);
  if (job.trace) write_section(yaml, "trace", job_trace_fields(), *job.trace);
}

void write_sharing(YamlWriter& yaml, const Scenario& scenario) {
  if (!scenario.tenants.empty()) {
    yaml.open("tenants");
    for (const TenantSpec& tenant : scenario.tenants) {
      yaml.open_item();
      yaml.fields(tenant_fields(), tenant, kTenantWords);
      if (!tenant.pod_quotas.empty()) {
        yaml.open("pod_quotas");
        for (const auto& [type, quota] : tenant.pod_quotas) yaml.line(type, yaml_value(quota, kFractionItem));
        yaml.close();
      }
      yaml.close();
    }
    yaml.close();
  }
}

void write_signal(YamlWriter& yaml, const std::string& key, const std::optional<SignalSpec>& signal) {
  if (!signal) return;
  yaml.open(key);
  yaml.fields(signal_fields(), *signal);
  write_list(yaml, "times", signal->times, kTimeItem, kSeconds);
  write_list(yaml, "values", signal->values, kValueItem, kNumber);
  yaml.close();
}

void write_energy(YamlWriter& yaml, const Scenario& scenario) {
  write_signal(yaml, "signal", scenario.signal);
  if (scenario.series != SiteSeries{}) {
    yaml.open("series");
    write_signal(yaml, "price", scenario.series.price);
    write_signal(yaml, "carbon", scenario.series.carbon);
    write_signal(yaml, "temperature", scenario.series.temperature);
    write_signal(yaml, "solar", scenario.series.solar);
    yaml.close();
  }
  write_list_of(yaml, "curtailments", curtailment_fields(), scenario.curtailments, kCurtailmentWords);
  write_list_of(yaml, "power_faults", power_fault_fields(), scenario.power_faults, kPowerFaultWords);
  yaml.open("power_control");
  yaml.fields(power_control_fields(), scenario.power_control, kPowerControlWords);
  write_plugin<PowerCapPolicy>(yaml, "policy", scenario.power_control.policy);
  yaml.close();
}

void write_job(YamlWriter& yaml, const JobSpec& job) {
  yaml.open_item();
  yaml.fields(job_fields(), job, kJobWords);
  yaml.line("model", yaml_text(job.plan.model.name));
  if (job.inference) {
    yaml.fields(serving_plan_fields(), *job.inference, kFleetWords);
  } else {
    yaml.fields(training_plan_fields(), job.plan);
  }
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
  write_stream(yaml, job);
  yaml.close();
}

void write_mix(YamlWriter& yaml, const TenantMix& mix) {
  yaml.open("tenants");
  yaml.fields(tenant_mix_fields(), mix, kTenantMixWords);
  if (!mix.sectors.empty()) {
    yaml.open("sectors");
    for (const auto& [name, share] : mix.sectors) yaml.line(name, yaml_value(share, kWeightItem));
    yaml.close();
  }
  yaml.open("classes");
  for (const ServiceClass& agreed : mix.classes) {
    yaml.open_item();
    for (const auto& entry : service_class_fields().entries()) {
      const bool is_for_provisioned = entry.field.name == "reserved";
      if (is_for_provisioned && agreed.agreement != Agreement::kProvisioned) continue;
      yaml.field(entry.field, entry.read(agreed), kServiceClassWords);
    }
    yaml.close();
  }
  yaml.close();
  yaml.close();
}

void write_fleet(YamlWriter& yaml, const FleetSpec& fleet) {
  yaml.open_item();
  yaml.fields(fleet_fields(), fleet, kFleetWords);
  yaml.line("model", yaml_text(fleet.plan.model.name));
  yaml.fields(serving_plan_fields(), fleet.plan, kFleetWords);
  if (fleet.tenants) {
    write_mix(yaml, *fleet.tenants);
  } else {
    write_plugin<DemandCurve>(yaml, "demand", fleet.demand);
  }
  write_list_of(yaml, "launches", launch_fields(), fleet.launches, kLaunchWords);
  write_plugin<Autoscaler>(yaml, "autoscaler", fleet.autoscaler);
  yaml.close();
}

/// Only where somebody is of it.
void write_population(YamlWriter& yaml, const Scenario& scenario) {
  const auto has_tenants = [](const FleetSpec& fleet) { return fleet.tenants.has_value(); };
  if (std::none_of(scenario.fleets.begin(), scenario.fleets.end(), has_tenants)) return;
  yaml.open("population");
  yaml.fields(population_fields(), scenario.population);
  write_list_of(yaml, "countries", country_fields(), scenario.population.countries, kCountryWords);
  write_list_of(yaml, "sectors", sector_fields(), scenario.population.sectors);
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

void write_work(YamlWriter& yaml, const Scenario& scenario) {
  if (!scenario.jobs.empty()) {
    yaml.open("jobs");
    for (const JobSpec& job : scenario.jobs) write_job(yaml, job);
    yaml.close();
  }
  write_population(yaml, scenario);
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
  write_sharing(yaml, scenario);
  write_energy(yaml, scenario);
  write_work(yaml, scenario);
  write_failures(yaml, scenario.failures);
  write_list_of(yaml, "maintenance", maintenance_fields(), scenario.maintenance);
  yaml.open("recovery");
  yaml.fields(recovery_fields(), scenario.recovery, kRecoveryWords);
  yaml.close();
  write_plugin<Scheduler>(yaml, "scheduler", scenario.scheduler);
  write_plugin<PlacementPolicy>(yaml, "placement", scenario.placement);
  write_plugin<Defragmentation>(yaml, "defragmentation", scenario.defragmentation);
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
  for (const JobSpec& job : scenario.jobs) {
    if (job.trace) fingerprint.add(job.trace->text);
  }
  scenario.hash = fingerprint.hex();
}

}  // namespace gigapod
