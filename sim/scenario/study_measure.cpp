#include "sim/scenario/study_measure.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gigapod {
namespace {

constexpr const char* kInterruptions = "interruptions";
constexpr const char* kShareOf = "share.";
constexpr const char* kFailuresOf = "failures.";

bool is_job_figure(const std::string& text) {
  return std::find(job_figures().begin(), job_figures().end(), text) != job_figures().end();
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

}  // namespace

const std::vector<std::string>& job_figures() {
  static const std::vector<std::string> names = {"goodput", "interruptions", "steps", "tokens", "chip_hours"};
  return names;
}

StudyMeasure study_measure(const std::string& text) {
  const std::string by_cause = fmt::format(".{}.", kInterruptions);
  if (const auto at = text.rfind(by_cause); at != std::string::npos) {
    return {text.substr(0, at), kInterruptions, text.substr(at + by_cause.size())};
  }
  if (text.rfind(kShareOf, 0) == 0) return {"", text, ""};
  if (text.rfind(kFailuresOf, 0) == 0) return {"", "failures", text.substr(std::string(kFailuresOf).size())};
  const auto dot = text.rfind('.');
  if (dot == std::string::npos) return {"", text, ""};
  return {text.substr(0, dot), text.substr(dot + 1), ""};
}

void check_measures(const std::vector<std::string>& measures, const Scenario& scenario, const DocumentNode& study,
                    Findings& findings) {
  if (measures.empty())
    findings.error(study.label, "'measures' needs at least one measure", "such as [train.goodput]");
  for (const std::string& text : measures) {
    const StudyMeasure measure = study_measure(text);
    const Mark& mark = place_of(text, study);
    if (!measure.cause.empty()) check_name("failure class", measure.cause, scenario.failures, mark, findings);
    if (measure.job.empty()) continue;  // figures are known only when a run has written them
    check_name("job", measure.job, scenario.jobs, mark, findings);
    if (is_job_figure(measure.figure)) continue;
    findings.error(mark, fmt::format("jobs have no figure '{}'", measure.figure),
                   fmt::format("they have: {}", fmt::join(job_figures(), ", ")));
  }
}

}  // namespace gigapod
