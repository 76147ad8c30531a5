#include "analysis/study/measure_names.hpp"

#include "analysis/run/workload_figures.hpp"
#include "sim/cluster/energy_account.hpp"
#include "sim/cluster/ledger.hpp"
#include "sim/record/metric_definitions.hpp"
#include "sim/scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace gigapod {
namespace {

/// Figures that only some scenarios have, by what their names begin with.
struct Need {
  std::string_view prefix;
  bool (*is_met)(const Scenario& scenario);
  const char* what;
};

constexpr std::array kNeeds = {
    Need{"battery_", [](const Scenario& s) { return s.site.battery.has_value(); }, "'site.battery'"},
    Need{"solar_", [](const Scenario& s) { return !s.site.generation.empty(); }, "'site.generation'"},
    Need{"gas_", [](const Scenario& s) { return !s.site.generation.empty(); }, "'site.generation'"},
    Need{"spilled_", [](const Scenario& s) { return !s.site.generation.empty(); }, "'site.generation'"},
    Need{"carbon_", [](const Scenario& s) { return s.series.carbon.has_value(); }, "'series.carbon'"},
    Need{"power_swing_",
         [](const Scenario& s) {
           return s.site.utility_limits != UtilityLimits{} || s.site.smoothing != SmoothingSpec{};
         },
         "'site.utility_limits' or 'site.smoothing'"},
};

/// Of the figures of serving, those that every run has.
constexpr std::array<std::string_view, 4> kServingOfAll = {"tokens_served", "output_tokens_served", "requests_served",
                                                           "requests_unserved"};

/// What jobs wait for (definition of `wait_chip_seconds_<reason>`).
constexpr std::array<std::string_view, 9> kWaitReasons = {"blocks",   "power",         "quota", "turn",   "migration",
                                                          "reserved", "power_planned", "late",  "shifted"};

bool has_fleets(const Scenario& scenario) { return !scenario.fleets.empty(); }

RunMeasure run_measure(std::string name, std::string_view group) {
  if (group == "serving" && std::find(kServingOfAll.begin(), kServingOfAll.end(), name) == kServingOfAll.end()) {
    return {std::move(name), has_fleets, "'fleets'"};
  }
  for (const Need& need : kNeeds) {
    if (name.starts_with(need.prefix)) return {std::move(name), need.is_met, need.what};
  }
  return {std::move(name), nullptr, ""};
}

std::vector<std::string> bucket_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kBucketCount; ++i) names.emplace_back(bucket_name(static_cast<Bucket>(i)));
  return names;
}

std::vector<std::string> energy_bucket_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kEnergyBucketCount; ++i) {
    names.emplace_back(energy_bucket_name(static_cast<EnergyBucket>(i)));
  }
  return names;
}

/// What the placeholder of a name stands for; empty for `<class>`, which the scenario names.
std::vector<std::string> words_of(std::string_view name) {
  if (name.find("<of>") != std::string_view::npos) return {"job", "smoothed", "site"};
  if (name.find("<reason>") != std::string_view::npos) return {kWaitReasons.begin(), kWaitReasons.end()};
  if (name.find("<bucket>") == std::string_view::npos) return {};
  return name.starts_with("energy_") ? energy_bucket_names() : bucket_names();
}

void add_figures(const MetricGroup& group, std::vector<RunMeasure>& measures) {
  for (const MetricDefinition& figure : group.definitions) {
    const std::size_t open = figure.name.find('<');
    if (open == std::string_view::npos) {
      measures.push_back(run_measure(std::string(figure.name), group.name));
      continue;
    }
    const std::string head(figure.name.substr(0, open));
    const std::string tail(figure.name.substr(figure.name.find('>') + 1));
    for (const std::string& word : words_of(figure.name)) {
      measures.push_back(run_measure(head + word + tail, group.name));
    }
  }
}

std::vector<std::string> names_of(WorkloadPart part) {
  std::vector<std::string> names;
  for (const MetricDefinition& figure : workload_figures(part)) names.emplace_back(figure.name);
  return names;
}

MeasureNames make_names() {
  MeasureNames names;
  for (const MetricGroup& group : metric_groups()) {
    if (group.place == MetricPlace::kFigure) add_figures(group, names.of_runs);
  }
  for (const std::string& bucket : bucket_names()) names.of_runs.push_back({"share." + bucket, nullptr, ""});
  names.of_jobs = names_of(WorkloadPart::kJob);
  names.of_fleets = names_of(WorkloadPart::kFleet);
  names.of_classes = names_of(WorkloadPart::kClass);
  return names;
}

}  // namespace

const MeasureNames& measure_names() {
  static const MeasureNames names = make_names();
  return names;
}

}  // namespace gigapod
