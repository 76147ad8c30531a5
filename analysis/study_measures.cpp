#include "analysis/study_measures.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/scenario/study_measure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

double figure_of(const RunData& run, const std::string& name) {
  const auto found = run.figures.find(name);
  if (found != run.figures.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [figure, value] : run.figures) names.push_back(figure);
  const auto nearest = nearest_word(name, names);
  throw InvalidInput(fmt::format("error: runs have no figure '{}'{}\n", name,
                                 nearest ? fmt::format("; did you mean '{}'?", *nearest)
                                         : std::string("; `gigapod run` writes them to summary.json")));
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

/// Kept work over what the most chips that the job held would have done without a break since its first start. Of a
/// job of one size it is the goodput. Assumes that a step takes as long on any size (docs/models/scheduling.md).
double progress(const RunData& run, const WorkloadRecord& job) {
  const PiecewiseSeries* chips = run.find_series("job_chips", job.name);
  if (!job.start || chips == nullptr || chips->points().empty()) return 0.0;
  const double possible = chips->maximum() * (job.end.value_or(run.horizon()) - *job.start).value();
  const double done = static_cast<double>(job.chips) * job.steps * job.step_time.value();
  return possible > 0.0 ? done / possible : 0.0;
}

double job_figure(const RunData& run, const WorkloadRecord& job, const std::string& figure) {
  if (figure == "progress") return progress(run, job);
  if (figure == "interruptions") return static_cast<double>(job.interruptions);
  if (figure == "steps") return job.steps;
  if (figure == "tokens") return job.tokens;
  if (figure == "chip_hours") return job.chip_seconds / 3600.0;
  return job.goodput;
}

double measure_of(const RunData& run, const std::string& text) {
  const StudyMeasure measure = study_measure(text);
  if (measure.job.empty()) return run_figure(run, measure);
  const auto job = std::find_if(run.workloads.begin(), run.workloads.end(),
                                [&](const WorkloadRecord& record) { return record.name == measure.job; });
  if (job == run.workloads.end()) throw InvalidInput(fmt::format("error: the run has no job '{}'\n", measure.job));
  return job_figure(run, *job, measure.figure);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

std::vector<double> measures_of(const RunData& run, const std::vector<std::string>& measures) {
  std::vector<double> values;
  for (const std::string& measure : measures) values.push_back(measure_of(run, measure));
  return values;
}

bool is_fraction(const std::string& measure) {
  return study_measure(measure).figure == "share" || ends_with(measure, "_fraction") ||
         ends_with(measure, ".goodput") || ends_with(measure, ".progress");
}

}  // namespace gigapod
