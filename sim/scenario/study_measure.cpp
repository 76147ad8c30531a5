#include "sim/scenario/study_measure.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace gigapod {
namespace {

/// Figures of a run that a dot divides: `failures.ocs`.
constexpr std::array<std::string_view, 3> kDividedFigures = {"failures", "interruptions", "share"};

/// How `interruptions.CLASS` is called in summary.json.
constexpr std::string_view kInterruptionsBy = "interruptions_by_";

template <class Items>
bool holds(const Items& items, const std::string& name) {
  return std::find(items.begin(), items.end(), name) != items.end();
}

template <class Items>
std::vector<std::string> names_of(const Items& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

bool is_maintenance(const std::string& name, const Scenario& scenario) {
  return holds(names_of(scenario.maintenance), name);
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

/// "did you mean 'x'?", else the names, if there are any.
std::string suggestion(const std::string& word, const std::vector<std::string>& names, const std::string& list) {
  const auto nearest = nearest_word(word, names);
  if (nearest) return fmt::format("did you mean '{}'?", *nearest);
  return names.empty() ? std::string() : fmt::format("{}: {}", list, fmt::join(names, ", "));
}

void check_name(const std::string& what, const std::string& name, const std::vector<std::string>& names,
                const Mark& mark, Findings& findings) {
  if (holds(names, name)) return;
  findings.error(mark, fmt::format("the scenario has no {} '{}'", what, name), suggestion(name, names, "it has"));
}

/// A measure is of one job; those of a trace, an arrival process or a `count` have names of their own in a run.
void check_single(const std::string& name, const Scenario& scenario, const Mark& mark, Findings& findings) {
  for (const JobSpec& job : scenario.jobs) {
    if (job.name != name || (job.count == 1 && job.arrivals.name.empty() && !job.trace)) continue;
    findings.error(mark, fmt::format("'{}' is many jobs, and a measure is of one", name),
                   "take a figure of the whole run, such as tokens_trained, or write the job with 'count: 1'");
  }
}

/// Nothing for `failures.CLASS` and `interruptions.CLASS`, which depend on the scenario, and for measures of
/// workloads.
bool is_of_run(const StudyMeasure& measure) {
  return measure.workload.empty() && (measure.part.empty() || measure.figure == "share");
}

const RunMeasure* find_run_measure(const std::string& text, const MeasureNames& names) {
  const auto found = std::find_if(names.of_runs.begin(), names.of_runs.end(),
                                  [&](const RunMeasure& measure) { return measure.name == text; });
  return found == names.of_runs.end() ? nullptr : &*found;
}

/// Of any kind of workload.
bool is_workload_figure(const std::string& figure, const MeasureNames& names) {
  return holds(names.of_jobs, figure) || holds(names.of_fleets, figure) || holds(names.of_classes, figure);
}

std::optional<std::string> near_run_measure(const std::string& text, const MeasureNames& names) {
  return nearest_word(text, names_of(names.of_runs));
}

/// What a measure may have been meant to be: a word that is near, else where to look.
std::string run_suggestion(const std::string& text, const MeasureNames& names) {
  if (const auto nearest = near_run_measure(text, names)) return fmt::format("did you mean '{}'?", *nearest);
  return "`gigapod describe metrics` lists the figures of runs";
}

std::string workload_suggestion(const std::string& text, const StudyMeasure& measure, const MeasureNames& names) {
  if (const auto whole = near_run_measure(text, names)) return fmt::format("did you mean '{}'?", *whole);
  std::vector<std::string> all = names.of_jobs;
  for (const auto* more : {&names.of_fleets, &names.of_classes}) {
    for (const std::string& name : *more) {
      if (!holds(all, name)) all.push_back(name);
    }
  }
  return suggestion(measure.figure, all, "they have");
}

/// Finds what is wrong with measures of the parts of one scenario.
class MeasureCheck {
 public:
  MeasureCheck(const MeasureNames& names, const Scenario& scenario, Findings& findings)
      : names_(&names), scenario_(&scenario), findings_(&findings) {}

  void check(const std::string& text, const Mark& mark) {
    const StudyMeasure measure = study_measure(text);
    if (!measure.workload.empty()) {
      const bool is_known = is_workload_figure(measure.figure, *names_);
      if (is_known || !near_run_measure(text, *names_)) check_workload(measure, mark);
    } else if (is_of_run(measure)) {
      check_run(text, mark);
    } else if (measure.figure == "failures" || !is_maintenance(measure.part, *scenario_)) {
      check_name("failure class", measure.part, names_of(scenario_->failures), mark, *findings_);
    }
  }

 private:
  void check_run(const std::string& text, const Mark& mark) {
    const RunMeasure* known = find_run_measure(text, *names_);
    if (known == nullptr || known->is_of == nullptr || known->is_of(*scenario_)) return;
    findings_->error(mark, fmt::format("runs of this scenario have no figure '{}'", text),
                     fmt::format("only those with {} do", known->needs));
  }

  void check_workload(const StudyMeasure& measure, const Mark& mark) {
    const std::string& name = measure.workload;
    if (holds(names_of(scenario_->jobs), name)) {
      check_single(name, *scenario_, mark, *findings_);
      check_figure("jobs", measure.figure, names_->of_jobs, mark);
      return;
    }
    for (const FleetSpec& fleet : scenario_->fleets) {
      if (fleet.name == name) return check_figure("fleets", measure.figure, names_->of_fleets, mark);
    }
    for (const FleetSpec& fleet : scenario_->fleets) {
      if (name.starts_with(fleet.name + ".")) return check_class(fleet, measure, mark);
    }
    std::vector<std::string> all = names_of(scenario_->jobs);
    for (const FleetSpec& fleet : scenario_->fleets) all.push_back(fleet.name);
    check_name(scenario_->fleets.empty() ? "job" : "job or fleet", name, all, mark, *findings_);
  }

  void check_class(const FleetSpec& fleet, const StudyMeasure& measure, const Mark& mark) {
    const std::string name = measure.workload.substr(fleet.name.size() + 1);
    const std::vector<std::string> classes =
        fleet.tenants ? names_of(fleet.tenants->classes) : std::vector<std::string>();
    if (!holds(classes, name)) {
      findings_->error(mark, fmt::format("fleet '{}' has no tenants of a class '{}'", fleet.name, name),
                       suggestion(name, classes, "it has"));
      return;
    }
    check_figure("classes of tenants", measure.figure, names_->of_classes, mark);
  }

  void check_figure(const char* what, const std::string& figure, const std::vector<std::string>& known,
                    const Mark& mark) {
    if (holds(known, figure) || !is_workload_figure(figure, *names_)) return;
    findings_->error(mark, fmt::format("{} have no figure '{}'", what, figure),
                     suggestion(figure, known, "they have"));
  }

  const MeasureNames* names_;
  const Scenario* scenario_;
  Findings* findings_;
};

}  // namespace

StudyMeasure study_measure(const std::string& text) {
  if (text.starts_with(kInterruptionsBy)) return {"", "interruptions", text.substr(kInterruptionsBy.size())};
  const auto first = text.find('.');
  if (first == std::string::npos) return {"", text, ""};
  const std::string head = text.substr(0, first);
  if (holds(kDividedFigures, head)) return {"", head, text.substr(first + 1)};
  const auto dot = text.rfind('.');
  return {text.substr(0, dot), text.substr(dot + 1), ""};
}

void check_measure_names(const std::vector<std::string>& measures, const MeasureNames& names,
                         const DocumentNode& study, Findings& findings) {
  if (measures.empty() && study.find("measures") != nullptr) {
    findings.error(study.label, "'measures' needs at least one measure", "such as [train.goodput]");
  }
  for (const std::string& text : measures) {
    const StudyMeasure measure = study_measure(text);
    if (is_of_run(measure) && find_run_measure(text, names) == nullptr) {
      findings.error(place_of(text, study), fmt::format("runs have no figure '{}'", text),
                     run_suggestion(text, names));
    } else if (!measure.workload.empty() && !is_workload_figure(measure.figure, names)) {
      findings.error(place_of(text, study), fmt::format("neither jobs nor fleets have a figure '{}'", measure.figure),
                     workload_suggestion(text, measure, names));
    }
  }
}

void check_measures(const std::vector<std::string>& measures, const MeasureNames& names, const Scenario& scenario,
                    const DocumentNode& study, Findings& findings) {
  MeasureCheck check(names, scenario, findings);
  for (const std::string& text : measures) check.check(text, place_of(text, study));
}

}  // namespace gigapod
