#include "sim/model/arrival/arrival_process.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/policy/autoscaler.hpp"
#include "sim/policy/defragmentation.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"
#include "sim/policy/scheduler.hpp"
#include "sim/scenario/read_power.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/study_fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

Json bounded(const char* type, const Field& field) {
  Json schema{{"type", type}};
  if (std::isfinite(field.range.minimum)) {
    schema[field.range.excludes_minimum ? "exclusiveMinimum" : "minimum"] = field.range.minimum;
  }
  if (std::isfinite(field.range.maximum)) schema["maximum"] = field.range.maximum;
  return schema;
}

Json value_schema(const Field& field) {
  switch (field.kind) {
    case FieldKind::kNumber: return bounded("number", field);
    case FieldKind::kInteger: return bounded("integer", field);
    case FieldKind::kBoolean: return {{"type", "boolean"}};
    case FieldKind::kText: return {{"type", "string"}};
    case FieldKind::kChoice: return {{"enum", field.choices}};
    case FieldKind::kQuantity: return {{"type", "string"}, {"pattern", "^[+-]?[0-9.]+([eE][+-]?[0-9]+)? *[A-Za-z$]"}};
    case FieldKind::kShape: return {{"type", "string"}, {"pattern", "^[1-9][0-9]*(x[1-9][0-9]*){0,2}$"}};
    case FieldKind::kTextList: {
      const Json item = field.choices.empty() ? Json{{"type", "string"}} : Json{{"enum", field.choices}};
      return {{"type", "array"}, {"items", item}};
    }
  }
  return Json::object();
}

std::string sentence_with_unit(const Field& field) {
  if (field.kind != FieldKind::kQuantity) return field.sentence;
  return fmt::format("{} Unit: one of {}.", field.sentence, unit_names(field.dimension));
}

Json field_schema(const Field& field, std::span<const ZeroWord> words) {
  Json schema = value_schema(field);
  const auto word =
      std::find_if(words.begin(), words.end(), [&](const ZeroWord& zero) { return field.name == zero.key; });
  if (word != words.end()) schema = {{"anyOf", Json::array({schema, {{"const", word->word}}})}};
  schema["description"] = sentence_with_unit(field);
  return schema;
}

/// A mapping whose keys come from field lists and sections; no other keys.
struct Mapping {
  Json properties = Json::object();
  Json required = Json::array();

  template <class T>
  Mapping& fields(const FieldList<T>& list, std::span<const ZeroWord> words = {}) {
    for (const auto& entry : list.entries()) {
      properties[entry.field.name] = field_schema(entry.field, words);
      if (entry.field.is_required) required.push_back(entry.field.name);
    }
    return *this;
  }
  Mapping& section(const std::string& key, Json schema, const std::string& description, bool is_required = false) {
    schema["description"] = description;
    properties[key] = std::move(schema);
    if (is_required) required.push_back(key);
    return *this;
  }
  /// `is_partial`: what is required may come from a base or an extended file.
  [[nodiscard]] Json json(bool is_partial = false) const {
    Json schema{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!is_partial && !required.empty()) schema["required"] = required;
    return schema;
  }
};

const Json kText{{"type", "string"}};

/// A list of items, or, over an extended file, a mapping from names to what changes.
Json list_of(const Mapping& item, bool is_partial = false) {
  const Json changed{{"type", "object"},
                     {"additionalProperties", {{"anyOf", Json::array({item.json(true), {{"type", "null"}}})}}}};
  return {{"anyOf", Json::array({Json{{"type", "array"}, {"items", item.json(is_partial)}}, changed})}};
}

template <class Interface>
Json plugin_schema() {
  Mapping mapping;
  Json names = Json::array();
  for (const auto& [name, plugin] : Registry<Interface>::plugins()) {
    names.push_back(name);
    for (const Field& field : plugin.fields) mapping.properties[field.name] = field_schema(field, {});
  }
  mapping.section("name", {{"enum", names}}, "Registered name.", true);
  return {{"anyOf", Json::array({Json{{"enum", names}}, mapping.json()})}};
}

template <class T>
Mapping over_base(const FieldList<T>& fields, const std::string& what) {
  Mapping item;
  item.section("base", kText, "Catalog " + what + " to start from.").fields(fields);
  return item;
}

Json hardware_schema() {
  return Mapping{}
      .section("chips", list_of(over_base(chip_fields(), "chip"), true), "Chips, new or changed.")
      .section("pods", list_of(over_base(pod_fields(), "pod type"), true), "Pod types, new or changed.")
      .json();
}

Json efficiency_schema() {
  const Json point = Mapping{}
                         .section("load", value_schema(kLoadItem), "Output over the nominal rating.", true)
                         .section("efficiency", value_schema(kEfficiencyItem), "Output over input.", true)
                         .json();
  return {{"anyOf", Json::array({value_schema(kEfficiencyItem), Json{{"type", "array"}, {"items", point}}})}};
}

Json power_schema() {
  const char* efficiency = "Output over input: a number, or points with rising loads.";
  Mapping levels;
  for (const char* level : kPowerLevelNames) {
    Json one = Mapping{}.fields(level_fields()).section("efficiency", efficiency_schema(), efficiency).json();
    levels.section(level, std::move(one), "What nodes of this level have unless they say otherwise.");
  }
  const Json pods{{"anyOf", Json::array({value_schema(kFedPodsItem), Json{{"const", kRestWord}}})}};
  const Json feed =
      Mapping{}
          .fields(feed_fields(), kFeedWords)
          .section("efficiency", efficiency_schema(), efficiency)
          .section("pods", pods, "Pods it feeds, the next in the site's order; `rest`: all that are left.")
          .json();
  return Mapping{}
      .fields(power_fields())
      .section("cooling", Mapping{}.fields(cooling_fields()).json(),
               "Cooling by load and weather, in place of `pue`.")
      .section("levels", levels.json(), "Margins and efficiencies by level.")
      .section("tree", {{"type", "array"}, {"items", feed}}, "Nodes of the power tree, in place of equal halls.")
      .json(true);
}

Json site_schema() {
  return Mapping{}
      .section("base", kText, "Catalog site to start from.")
      .fields(site_fields())
      .section("power", power_schema(), "Grid connection and power tree.")
      .section("dcn", Mapping{}.fields(dcn_fields()).json(true), "Network between pods.")
      .section("storage", Mapping{}.fields(storage_fields()).json(true), "Storage of checkpoints and weights.")
      .section("utility_limits", Mapping{}.fields(utility_limit_fields()).json(true),
               "What the utility lets the power of the site do.")
      .section("smoothing", Mapping{}.fields(smoothing_fields()).json(true), "What smooths the power of jobs.")
      .section("battery", Mapping{}.fields(battery_fields()).json(true), "Battery at the grid connection.")
      .section("generation", list_of(Mapping{}.fields(generator_fields())), "On-site generation.")
      .section("backup", Mapping{}.fields(backup_fields()).json(true), "What carries halls when their feed fails.")
      .section("contract", Mapping{}.fields(contract_fields()).json(true), "What the utility sells.")
      .section("pods", list_of(Mapping{}.fields(pod_group_fields(), kPodGroupWords)), "Pods by type.")
      .json(true);
}

Json array_of(const Field& item) { return {{"type", "array"}, {"items", value_schema(item)}, {"minItems", 1}}; }

Json draw_schema() {
  return Mapping{}
      .fields(job_draw_fields(), kDrawWords)
      .section("slices", array_of(kSliceCountItem), "Slices are drawn from these.")
      .section("slice_weights", array_of(kWeightItem), "How often, beside the others.")
      .section("durations", array_of(kDurationItem), "Durations are drawn from these.")
      .section("duration_weights", array_of(kWeightItem), "How often, beside the others.")
      .json();
}

Mapping tenant_mapping() {
  const Json quotas{{"type", "object"}, {"additionalProperties", value_schema(kFractionItem)}};
  return Mapping{}
      .fields(tenant_fields(), kTenantWords)
      .section("pod_quotas", quotas, "Fraction of the chips of each pod type that its jobs may hold.");
}

Json signal_schema() {
  return Mapping{}
      .fields(signal_fields())
      .section("times", array_of(kTimeItem), "When each value begins, from 0 s.")
      .section("values", array_of(kValueItem), "Values, beside `times`.")
      .section("file", kText, "CSV with time_seconds,value in place of both.")
      .json(true);
}

Json series_schema() {
  return Mapping{}
      .section("price", signal_schema(), "Energy from the grid, $/MWh.")
      .section("carbon", signal_schema(), "Energy from the grid, g CO2e/kWh.")
      .section("temperature", signal_schema(), "Outdoors, degC.")
      .section("solar", signal_schema(), "Output of solar generation, of its rating.")
      .json();
}

Json power_control_schema() {
  return Mapping{}
      .fields(power_control_fields(), kPowerControlWords)
      .section("policy", plugin_schema<PowerCapPolicy>(), "Who gives way, and how.")
      .json();
}

/// `global_batch` is required of kinds that train only, which a schema this plain does not tell apart.
Mapping job_mapping() {
  Mapping mapping;
  mapping.fields(job_fields(), kJobWords)
      .section("model", kText, "Model, from the catalog or `models`.", true)
      .fields(training_plan_fields())
      .fields(slice_count_fields())
      .section("parallelism", Mapping{}.fields(parallelism_fields()).json(),
               "Degrees of parallelism; without: fsdp over the slice, dcn_data over slices.")
      .section("checkpoint_tiers",
               {{"type", "array"}, {"items", Mapping{}.fields(checkpoint_tier_fields(), kTierWords).json()}},
               "Copies near the chips, beside the storage.")
      .section("published", Mapping{}.fields(published_fields()).json(), "Figures printed beside the simulated ones.")
      .fields(serving_plan_fields(), kFleetWords)
      .section("moldable_slices", array_of(kSliceCountItem), "Slice counts it may start with beside its own.")
      .section("moldable_shapes", array_of(kShapeItem), "Slice shapes it may start with beside its own.")
      .section("arrivals", plugin_schema<ArrivalProcess>(), "When the jobs come, in place of `spacing`.")
      .section("draw", draw_schema(), "Sizes and durations drawn for each job.")
      .section("trace", Mapping{}.fields(job_trace_fields()).json(), "A file of jobs in place of `arrivals`.");
  mapping.required.erase(std::remove(mapping.required.begin(), mapping.required.end(), Json("global_batch")),
                         mapping.required.end());
  return mapping;
}

Mapping tenant_mix_mapping() {
  const Json sectors{{"type", "object"}, {"additionalProperties", value_schema(kWeightItem)}};
  return Mapping{}
      .fields(tenant_mix_fields(), kTenantMixWords)
      .section("sectors", sectors, "Share of each sector in the demand; without: those of the sectors.")
      .section("classes", list_of(Mapping{}.fields(service_class_fields(), kServiceClassWords)),
               "Priorities and agreements; without: one class on demand.");
}

Json population_schema() {
  return Mapping{}
      .fields(population_fields())
      .section("countries", list_of(Mapping{}.fields(country_fields(), kCountryWords)),
               "Who asks, in place of the published countries.")
      .section("sectors", list_of(Mapping{}.fields(sector_fields())), "What for, in place of the published sectors.")
      .json();
}

Mapping fleet_mapping() {
  return Mapping{}
      .fields(fleet_fields(), kFleetWords)
      .section("model", kText, "Model, from the catalog or `models`.", true)
      .fields(serving_plan_fields(), kFleetWords)
      .section("demand", plugin_schema<DemandCurve>(), "Curve of requests over time.")
      .section("tenants", tenant_mix_mapping().json(), "Who asks, in place of `demand`.")
      .section("launches", list_of(Mapping{}.fields(launch_fields(), kLaunchWords)), "Steps and surges of demand.")
      .section("autoscaler", plugin_schema<Autoscaler>(), "How many replicas there are.");
}

Json failures_schema() {
  Json names = Json::array();
  for (const NamedFailureClasses& list : named_failure_classes()) names.push_back(list.name);
  const Json words{{"enum", names}};
  Json list = list_of(Mapping{}.fields(failure_class_fields()));
  return {{"anyOf", Json::array({words, list})}};
}

Json scale_schema() {
  const Json chips{{"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 1}}}};
  return Mapping{}.fields(scale_fields()).section("chips", chips, "Sizes, rising.", true).json(true);
}

Json study_schema() {
  const Json value = Mapping{}
                         .section("name", kText, "Name of the value.", true)
                         .section("set", {{"type", "object"}}, "What changes in the scenario, as with `extends`.")
                         .section("with", {{"type", "object"}}, "What changes beside, by another axis and its value.")
                         .json();
  Json choices = Json::array({value});
  for (const char* type : {"string", "number", "boolean"}) choices.push_back({{"type", type}});
  const Json values{{"type", "array"}, {"items", {{"anyOf", choices}}}};
  const Json number{{"anyOf", Json::array({Json{{"type", "string"}}, Json{{"type", "number"}}})}};
  const Json axis = Mapping{}
                        .fields(axis_fields())
                        .section("values", values, "At least one, in place of a range.")
                        .section("low", number, "Lower end of a range, such as 100 GB/s.")
                        .section("high", number, "Upper end, in the same unit.")
                        .json();
  const Json axes{{"type", "array"}, {"items", axis}};
  return Mapping{}
      .fields(study_fields())
      .section("sample", Mapping{}.fields(sample_fields()).json(), "How points are laid over the ranges.")
      .section("axes", axes, "Dimensions of the study.", true)
      .json(true);
}

}  // namespace

std::string scenario_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Gigapod scenario"}};
  schema.update(
      Mapping{}
          .section("extends", kText, "File that this one changes, relative to this one's folder.")
          .fields(scenario_fields())
          .section("hardware", hardware_schema(), "Chips and pod types beside the catalog's.")
          .section("site", site_schema(), "Power, network, storage and pods.")
          .section("models", list_of(over_base(transformer_fields(), "model"), true), "Further models.")
          .section("tenants", list_of(tenant_mapping()), "Who shares the site, and how.")
          .section("signal", signal_schema(), "Price or carbon intensity that schedulers look at.")
          .section("series", series_schema(), "What changes over time at the site.")
          .section("curtailments", list_of(Mapping{}.fields(curtailment_fields(), kCurtailmentWords)),
                   "Demand response: times in which the site may import less.")
          .section("power_faults", list_of(Mapping{}.fields(power_fault_fields(), kPowerFaultWords)),
                   "Feeds of the power tree that fail at a time.")
          .section("power_control", power_control_schema(), "What is done about an envelope that is too small.")
          .section("jobs", list_of(job_mapping()), "Jobs: training, inference in batches, reservations.")
          .section("population", population_schema(), "Who asks, of fleets with tenants.")
          .section("fleets", list_of(fleet_mapping()), "Models that are served.")
          .section("failures", failures_schema(), "Failure classes; default `published`.")
          .section("maintenance", list_of(Mapping{}.fields(maintenance_fields())), "Planned work by rotation.")
          .section("recovery", Mapping{}.fields(recovery_fields(), kRecoveryWords).json(true),
                   "How failures are found and mended.")
          .section("scheduler", plugin_schema<Scheduler>(), "Which waiting job starts.")
          .section("placement", plugin_schema<PlacementPolicy>(), "Which blocks a slice takes.")
          .section("defragmentation", plugin_schema<Defragmentation>(), "Whether running jobs move to make room.")
          .section("scale", scale_schema(), "Sizes of `gigapod scale`.")
          .section("study", study_schema(), "Variants of `gigapod sweep`.")
          .json(true));
  schema["anyOf"] = Json::array({Json{{"required", {"extends"}}}, Json{{"required", {"name", "site"}}}});
  return schema.dump(2);
}

}  // namespace gigapod
