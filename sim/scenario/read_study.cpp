#include "sim/scenario/extends.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_axes.hpp"
#include "sim/scenario/read_sections.hpp"
#include "sim/scenario/resolve.hpp"
#include "sim/scenario/study.hpp"
#include "sim/scenario/study_fields.hpp"
#include "sim/scenario/study_measure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

constexpr std::size_t kMostCases = 10'000;

/// Adds the findings of one case that no other case had.
void append_new(const Diagnostics& more, Diagnostics& all) {
  for (const Finding& finding : more.findings()) {
    const auto same = [&](const Finding& other) {
      return other.position == finding.position && other.message == finding.message;
    };
    if (std::any_of(all.findings().begin(), all.findings().end(), same)) continue;
    if (finding.severity == Severity::kError) {
      all.error(finding.position, finding.message, finding.hint, finding.source_line);
    } else {
      all.warning(finding.position, finding.message, finding.hint, finding.source_line);
    }
  }
}

std::vector<Axis> read_head(const DocumentNode& node, Findings& findings, Study& study) {
  MappingReader reader(node, "'study'", findings);
  if (!reader.is_valid()) return {};
  StudyHead head;
  reader.read(study_fields(), head);
  const DocumentNode* axes = reader.require("axes");
  reader.finish();
  study.seeds = head.seeds;
  study.measures = head.measures;
  if (head.target > 0.0) study.target = head.target;
  if (axes == nullptr) return {};
  std::vector<Axis> read = read_axes(*axes, findings);
  double cases = 1.0;
  for (const Axis& axis : read) cases *= static_cast<double>(axis.values.size());
  if (cases > static_cast<double>(kMostCases)) {
    findings.error(axes->label, fmt::format("the axes have {:.0f} combinations; the most are {}", cases, kMostCases));
    return {};
  }
  return read;
}

/// The next combination, the last axis first; false after the last one.
bool advance(const std::vector<Axis>& axes, std::vector<std::size_t>& values) {
  for (std::size_t i = axes.size(); i-- > 0;) {
    if (++values[i] < axes[i].values.size()) return true;
    values[i] = 0;
  }
  return false;
}

/// Whether the case has the value of the other axis that a joint change goes with.
bool is_taken(const JointChange& joint, const std::vector<Axis>& axes, const std::vector<std::size_t>& values) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].name == joint.axis) return axes[i].values[values[i]].name == joint.value;
  }
  return false;
}

StudyCase read_case(const DocumentNode& root, const std::vector<Axis>& axes, const std::vector<std::size_t>& values,
                    const Catalog& catalog, Findings& findings) {
  DocumentNode changed = root;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (const DocumentNode& change : axes[i].values[values[i]].changes) merge_over(changed, change, findings);
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (const JointChange& joint : axes[i].values[values[i]].joint_changes) {
      if (is_taken(joint, axes, values)) merge_over(changed, joint.change, findings);
    }
  }
  StudyCase one{values, {}};
  std::deque<SourceText> traces;
  if (findings.error_count() == 0) read_sections(changed, catalog, traces, findings, one.scenario);
  if (findings.error_count() == 0) resolve(one.scenario);
  return one;
}

void read_cases(const DocumentNode& root, const std::vector<Axis>& axes, const std::string& file,
                const Catalog& catalog, Diagnostics& all, Study& study) {
  const DocumentNode& section = *root.find("study");
  std::vector<std::size_t> values(axes.size(), 0);
  do {
    Diagnostics diagnostics;
    Findings findings(diagnostics);
    StudyCase one = read_case(root, axes, values, catalog, findings);
    one.scenario.file = file;
    if (findings.error_count() == 0) check_measures(study.measures, one.scenario, section, findings);
    findings.close();
    append_new(diagnostics, all);
    study.cases.push_back(std::move(one));
  } while (advance(axes, values));
}

}  // namespace

Study read_study(const std::filesystem::path& file, const Catalog& catalog, Diagnostics& warnings) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  Study study;
  const bool is_read = read_extended_document(file, sources, findings, root);
  const DocumentNode* section = is_read ? root.find("study") : nullptr;
  if (is_read && section == nullptr) {
    findings.file_error(file.string(), "the scenario has no section 'study'", "docs/study.md says how to write one");
  }
  const std::vector<Axis> axes = section != nullptr ? read_head(*section, findings, study) : std::vector<Axis>();
  if (findings.error_count() == 0) read_cases(root, axes, file.string(), catalog, diagnostics, study);
  findings.close();
  diagnostics.throw_if_errors();
  for (const Finding& finding : diagnostics.findings()) {
    warnings.warning(finding.position, finding.message, finding.hint, finding.source_line);
  }
  const Scenario& first = study.cases.front().scenario;
  study.name = first.name;
  study.description = first.description;
  study.first_seed = first.seed;
  for (const Axis& axis : axes) {
    study.axes.push_back({axis.name, {}});
    for (const AxisValue& value : axis.values) study.axes.back().values.push_back(value.name);
  }
  return study;
}

bool has_study(const std::filesystem::path& file) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  return read_extended_document(file, sources, findings, root) && root.find("study") != nullptr;
}

}  // namespace gigapod
