#include "sim/scenario/study_measure.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gigapod {
namespace {

/// Figures of a run that a dot divides: `failures.ocs`.
constexpr std::array<std::string_view, 3> kDividedFigures = {"failures", "interruptions", "share"};

bool is_job_figure(const std::string& text) {
  return std::find(job_figures().begin(), job_figures().end(), text) != job_figures().end();
}

bool is_maintenance(const std::string& name, const Scenario& scenario) {
  return std::any_of(scenario.maintenance.begin(), scenario.maintenance.end(),
                     [&](const MaintenanceSpec& work) { return work.name == name; });
}

/// The place of a measure in the list `measures`.
const Mark& place_of(const std::string& measure, const DocumentNode& study) {
  const DocumentNode* list = study.find("measures");
  if (list == nullptr) return study.label;
  for (const DocumentNode& item : list->items) {
    if (item.text == measure) return item.mark;
  }
  return list->label;
}

template <class Items>
void check_name(const std::string& what, const std::string& name, const Items& items, const Mark& mark,
                Findings& findings) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  const auto nearest = nearest_word(name, names);
  findings.error(mark, fmt::format("the scenario has no {} '{}'", what, name),
                 nearest         ? fmt::format("did you mean '{}'?", *nearest)
                 : names.empty() ? std::string()
                                 : fmt::format("it has: {}", fmt::join(names, ", ")));
}

/// A measure is of one job; those of a trace, an arrival process or a `count` have names of their own in a run.
void check_single(const std::string& name, const Scenario& scenario, const Mark& mark, Findings& findings) {
  for (const JobSpec& job : scenario.jobs) {
    if (job.name != name || (job.count == 1 && job.arrivals.name.empty() && !job.trace)) continue;
    findings.error(mark, fmt::format("'{}' is many jobs, and a measure is of one", name),
                   "take a figure of the whole run, such as tokens_trained, or write the job with 'count: 1'");
  }
}

}  // namespace

const std::vector<std::string>& job_figures() {
  static const std::vector<std::string> names = {"goodput", "progress", "interruptions",
                                                 "steps",   "tokens",   "chip_hours"};
  return names;
}

StudyMeasure study_measure(const std::string& text) {
  const auto first = text.find('.');
  if (first == std::string::npos) return {"", text, ""};
  const std::string head = text.substr(0, first);
  if (std::find(kDividedFigures.begin(), kDividedFigures.end(), head) != kDividedFigures.end()) {
    return {"", head, text.substr(first + 1)};
  }
  const auto dot = text.rfind('.');
  return {text.substr(0, dot), text.substr(dot + 1), ""};
}

void check_measures(const std::vector<std::string>& measures, const Scenario& scenario, const DocumentNode& study,
                    Findings& findings) {
  if (measures.empty())
    findings.error(study.label, "'measures' needs at least one measure", "such as [train.goodput]");
  for (const std::string& text : measures) {
    const StudyMeasure measure = study_measure(text);
    const Mark& mark = place_of(text, study);
    const bool is_class = !measure.part.empty() && measure.figure != "share";
    if (is_class && !is_maintenance(measure.part, scenario)) {
      check_name("failure class", measure.part, scenario.failures, mark, findings);
    }
    if (measure.job.empty()) continue;  // figures are known only when a run has written them
    check_name("job", measure.job, scenario.jobs, mark, findings);
    check_single(measure.job, scenario, mark, findings);
    if (is_job_figure(measure.figure)) continue;
    findings.error(mark, fmt::format("jobs have no figure '{}'", measure.figure),
                   fmt::format("they have: {}", fmt::join(job_figures(), ", ")));
  }
}

}  // namespace gigapod
