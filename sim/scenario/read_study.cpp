#include "sim/scenario/document_hash.hpp"
#include "sim/scenario/document_yaml.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_axes.hpp"
#include "sim/scenario/read_sections.hpp"
#include "sim/scenario/resolve.hpp"
#include "sim/scenario/study.hpp"
#include "sim/scenario/study_design.hpp"
#include "sim/scenario/study_fields.hpp"
#include "sim/scenario/study_measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace gigapod {
namespace {

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

/// The part of the section that is no axis; what is done about invalid combinations.
InvalidCases read_head(const DocumentNode& node, Findings& findings, Study& study) {
  StudyHead head;
  MappingReader reader(node, "'study'", findings);
  if (!reader.is_valid()) return head.invalid;
  reader.read(study_fields(), head);
  (void)reader.require("axes");
  (void)reader.take("sample");
  reader.finish();
  study.seeds = {head.seeds, head.least_seeds, head.precision, head.stops_at_target};
  study.measures = head.measures;
  if (head.target > 0.0) study.target = head.target;
  if (head.stops_at_target && !study.target) {
    findings.error(node.find("stop_at_target")->mark, "'stop_at_target' needs a 'target'");
  }
  return head.invalid;
}

std::vector<Axis> read_dimensions(const DocumentNode& node, Findings& findings, Study& study) {
  const DocumentNode* list = node.find("axes");
  if (list == nullptr) return {};
  std::vector<Axis> axes = read_axes(*list, findings);
  study.dimensions = read_design(node, axes, findings, study.sample);
  return axes;
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
  StudyCase one{values, {}, {}};
  std::deque<SourceText> traces;
  if (findings.error_count() == 0) read_sections(changed, catalog, traces, findings, one.scenario);
  if (findings.error_count() == 0) resolve(one.scenario);
  return one;
}

/// Reads all cases. Points of a sample differ only in numbers: after one with errors the others are not looked at.
class CaseReader {
 public:
  CaseReader(const DocumentNode& root, const std::vector<Axis>& axes, std::string file, const Catalog& catalog,
             const MeasureNames& names)
      : root_(&root), axes_(&axes), file_(std::move(file)), catalog_(&catalog), names_(&names) {}

  void read(InvalidCases invalid, Diagnostics& all, Study& study) {
    std::vector<std::size_t> indices(study.dimensions.size(), 0);
    std::size_t valid = 0;
    Diagnostics refused;
    do {
      const bool is_further_sample = study.sample && indices.back() > 0;
      if (invalid == InvalidCases::kRefuse && is_further_sample && has_errors_) continue;
      Diagnostics diagnostics;
      study.cases.push_back(read_one(axis_values(study.dimensions, indices, axes_->size()), study, diagnostics));
      has_errors_ = diagnostics.has_errors();
      if (!has_errors_) ++valid;
      append_new(diagnostics, has_errors_ && invalid == InvalidCases::kLeaveOut ? refused : all);
    } while (next_combination(study.dimensions, indices));
    if (valid == 0) append_new(refused, all);
  }

 private:
  StudyCase read_one(const std::vector<std::size_t>& values, const Study& study, Diagnostics& diagnostics) {
    Findings findings(diagnostics);
    StudyCase one = read_case(*root_, *axes_, values, *catalog_, findings);
    one.scenario.file = file_;
    if (findings.error_count() == 0) {
      check_measures(study.measures, *names_, one.scenario, *root_->find("study"), findings);
    }
    findings.close();
    for (const Finding& finding : diagnostics.findings()) {
      if (one.fault.empty() && finding.severity == Severity::kError) one.fault = finding.message;
    }
    return one;
  }

  const DocumentNode* root_;
  const std::vector<Axis>* axes_;
  std::string file_;
  const Catalog* catalog_;
  const MeasureNames* names_;
  bool has_errors_ = false;
};

std::string base_hash(DocumentNode root) {
  std::erase_if(root.entries, [](const DocumentEntry& entry) { return entry.key == "study"; });
  return document_hash(root);
}

/// The scenario without the changes of its study; where it isn't valid alone, as in the first valid case.
std::string base_text(const DocumentNode& root, const Catalog& catalog, const Scenario& first) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  const StudyCase base = read_case(root, {}, {}, catalog, findings);
  YamlWriter yaml;
  write_mapping(yaml, "study", *root.find("study"));
  return (diagnostics.has_errors() ? first : base.scenario).resolved_text + yaml.text();
}

/// The study's name and seed are those of its first valid case.
void name_study(const DocumentNode& root, const std::vector<Axis>& axes, const Catalog& catalog, Study& study) {
  const auto first =
      std::find_if(study.cases.begin(), study.cases.end(), [](const StudyCase& c) { return c.fault.empty(); });
  study.resolved_text = base_text(root, catalog, first->scenario);
  study.name = first->scenario.name;
  study.description = first->scenario.description;
  study.first_seed = first->scenario.seed;
  for (const Axis& axis : axes) {
    study.axes.push_back({axis.name, {}, axis.range});
    for (const AxisValue& value : axis.values) study.axes.back().values.push_back(value.name);
  }
}

}  // namespace

Study read_study(const std::filesystem::path& file, const Catalog& catalog, const MeasureNames& names,
                 Diagnostics& warnings) {
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
  std::vector<Axis> axes;
  InvalidCases invalid = InvalidCases::kRefuse;
  if (section != nullptr) {
    invalid = read_head(*section, findings, study);
    axes = read_dimensions(*section, findings, study);
  }
  const bool is_whole = findings.error_count() == 0;
  if (section != nullptr) check_measure_names(study.measures, names, *section, findings);
  if (is_whole) CaseReader(root, axes, file.string(), catalog, names).read(invalid, diagnostics, study);
  findings.close();
  diagnostics.throw_if_errors();
  for (const Finding& finding : diagnostics.findings()) {
    warnings.warning(finding.position, finding.message, finding.hint, finding.source_line);
  }
  name_study(root, axes, catalog, study);
  study.base_hash = base_hash(std::move(root));
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
