#include "analysis/study/study_measures.hpp"

#include "analysis/run/workload_figures.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/metric_definitions.hpp"
#include "sim/scenario/study_measure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Figures by a reason to wait are written only when a job waited for it.
double figure_of(const RunData& run, const std::string& name) {
  const auto found = run.figures.find(name);
  if (found != run.figures.end()) return found->second;
  if (name.starts_with("wait_chip_seconds_")) return 0.0;
  throw InvalidInput(fmt::format("error: the run has no figure '{}'\n", name));
}

double failures_of(const RunData& run, const std::string& failure_class) {
  const auto count = std::count_if(run.events.begin(), run.events.end(), [&](const EventRecord& event) {
    return event.kind == "failure" && event.subject == failure_class;
  });
  return static_cast<double>(count);
}

double run_figure(const RunData& run, const StudyMeasure& measure) {
  if (measure.part.empty()) return figure_of(run, measure.figure);
  if (measure.figure == "failures") return failures_of(run, measure.part);
  if (measure.figure == "interruptions") return run.figure("interruptions_by_" + measure.part);
  return figure_of(run, "chip_seconds_" + measure.part) / figure_of(run, "chip_seconds_total");
}

double measure_of(const RunData& run, const std::string& text) {
  const StudyMeasure measure = study_measure(text);
  if (measure.workload.empty()) return run_figure(run, measure);
  if (const auto value = workload_figure(run, measure.workload, measure.figure)) return *value;
  throw InvalidInput(fmt::format("error: the run has no measure '{}'\n", text));
}

std::string_view unit_of_workload(const std::string& name) {
  for (const WorkloadPart part : {WorkloadPart::kJob, WorkloadPart::kFleet, WorkloadPart::kClass}) {
    for (const MetricDefinition& figure : workload_figures(part)) {
      if (figure.name == name) return figure.unit;
    }
  }
  return {};
}

}  // namespace

std::vector<double> measures_of(const RunData& run, const std::vector<std::string>& measures) {
  std::vector<double> values;
  for (const std::string& measure : measures) values.push_back(measure_of(run, measure));
  return values;
}

std::string_view measure_unit(const std::string& measure) {
  const StudyMeasure parts = study_measure(measure);
  if (!parts.workload.empty()) return unit_of_workload(parts.figure);
  if (!parts.part.empty() && parts.figure == "share") return "share";
  const MetricDefinition* figure = find_metric(MetricPlace::kFigure, parts.figure);
  return figure == nullptr ? std::string_view{} : figure->unit;
}

bool is_fraction(const std::string& measure) { return measure_unit(measure) == "share"; }

}  // namespace gigapod
