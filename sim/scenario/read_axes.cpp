#include "sim/scenario/read_axes.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_range.hpp"
#include "sim/scenario/study_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

bool is_path(const std::string& text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == std::string::npos;
}

/// Reports what no value may change; true without a finding.
bool check_change(const DocumentNode& change, const std::string& key, Findings& findings) {
  if (!change.is_mapping()) {
    findings.error(change.label, fmt::format("'{}' expects keys of the scenario and their values", key));
    return false;
  }
  for (const char* fixed : {"study", "extends", "seed"}) {
    if (change.find(fixed) == nullptr) continue;
    findings.error(change.label, fmt::format("'{}' can't change `study`, `extends` or `seed`", key));
    return false;
  }
  return true;
}

/// `with: {other axis: {its value: {what changes}}}`
void read_with(const DocumentNode& with, Findings& findings, AxisValue& value) {
  if (!with.is_mapping()) {
    findings.error(with.label, "'with' expects another axis, its values and what each changes");
    return;
  }
  for (const auto& [axis, values] : with.entries) {
    if (!values.is_mapping()) {
      findings.error(values.label, fmt::format("'{}' expects values of that axis and what each changes", axis));
      continue;
    }
    for (const auto& [name, change] : values.entries) {
      if (!check_change(change, name, findings)) continue;
      value.joint_changes.push_back({axis, name, change, values.label, change.label});
    }
  }
}

void read_set(const DocumentNode& item, const std::string& where, Findings& findings, AxisValue& value) {
  MappingReader reader(item, where, findings);
  if (!reader.is_valid()) return;
  const DocumentNode* name = reader.require("name");
  if (name != nullptr && !name->is_scalar()) findings.error(name->label, "'name' expects a text");
  if (name != nullptr) value.name = name->text;
  const DocumentNode* set = reader.take("set");
  const DocumentNode* with = reader.take("with");
  reader.finish();
  if (set != nullptr && check_change(*set, "set", findings)) value.changes.push_back(*set);
  if (with != nullptr) read_with(*with, findings, value);
}

AxisValue read_axis_value(const DocumentNode& item, const AxisHead& head, Findings& findings) {
  AxisValue value;
  if (head.key.empty()) {
    read_set(item, fmt::format("a value of axis '{}'", head.name), findings, value);
    return value;
  }
  if (!item.is_scalar()) {
    findings.error(item.mark,
                   fmt::format("values of axis '{}' are what '{}' takes, such as [1, 2]", head.name, head.key));
    return value;
  }
  value.name = item.text;
  value.changes.push_back(change_of_key(head.key, item));
  return value;
}

void check_axis(const Axis& axis, const DocumentNode& values, Findings& findings) {
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    const auto same = [&](const AxisValue& other) { return other.name == axis.values[i].name; };
    const auto first = axis.values.begin() + static_cast<std::ptrdiff_t>(i);
    if (!first->name.empty() && std::any_of(axis.values.begin(), first, same)) {
      findings.error(values.items[i].mark, fmt::format("axis '{}' has the value '{}' twice", axis.name, first->name));
    }
  }
}

void report_unknown(const std::string& what, const std::string& name, const std::vector<std::string>& known,
                    const Mark& mark, Findings& findings) {
  const auto nearest = nearest_word(name, known);
  findings.error(mark, fmt::format("{} '{}'", what, name),
                 nearest         ? fmt::format("did you mean '{}'?", *nearest)
                 : known.empty() ? "it has one axis only"
                                 : fmt::format("it has: {}", fmt::join(known, ", ")));
}

std::vector<std::string> names_of(const std::vector<AxisValue>& values) {
  std::vector<std::string> names;
  for (const AxisValue& value : values) names.push_back(value.name);
  return names;
}

/// Reports joint changes with an axis or a value that the study does not have.
void check_joint_changes(const Axis& axis, const std::vector<Axis>& axes, Findings& findings) {
  std::vector<std::string> others;
  for (const Axis& other : axes) {
    if (&other != &axis) others.push_back(other.name);
  }
  for (const AxisValue& value : axis.values) {
    for (const JointChange& joint : value.joint_changes) {
      const auto other = std::find_if(axes.begin(), axes.end(), [&](const Axis& a) { return a.name == joint.axis; });
      if (other == axes.end() || &*other == &axis) {
        report_unknown("the study has no other axis", joint.axis, others, joint.axis_mark, findings);
        continue;
      }
      if (other->range) {
        findings.error(joint.axis_mark,
                       fmt::format("axis '{}' is a range; only listed values can be named", joint.axis));
        continue;
      }
      const std::vector<std::string> names = names_of(other->values);
      if (std::find(names.begin(), names.end(), joint.value) != names.end()) continue;
      report_unknown(fmt::format("axis '{}' has no value", joint.axis), joint.value, names, joint.value_mark,
                     findings);
    }
  }
}

template <class T>
void put_before(const std::vector<T>& before, std::vector<T>& all) {
  all.insert(all.begin(), before.begin(), before.end());
}

/// Each value also brings what those before it change.
void cumulate(Axis& axis) {
  for (std::size_t i = 1; i < axis.values.size(); ++i) {
    put_before(axis.values[i - 1].changes, axis.values[i].changes);
    put_before(axis.values[i - 1].joint_changes, axis.values[i].joint_changes);
  }
}

void read_values(const DocumentNode& values, const AxisHead& head, Findings& findings, Axis& axis) {
  if (!values.is_sequence() || values.items.empty()) {
    findings.error(values.label, "'values' expects a list");
    return;
  }
  for (const DocumentNode& value : values.items) axis.values.push_back(read_axis_value(value, head, findings));
  check_axis(axis, values, findings);
}

std::optional<Axis> read_axis(const DocumentNode& item, Findings& findings, AxisHead& head) {
  MappingReader reader(item, "an axis", findings);
  if (!reader.is_valid()) return std::nullopt;
  reader.read(axis_fields(), head);
  const DocumentNode* low = reader.take("low");
  const DocumentNode* high = reader.take("high");
  const bool is_range = low != nullptr || high != nullptr;
  const DocumentNode* values = is_range ? reader.take("values") : reader.require("values");
  reader.finish();
  if (!head.key.empty() && !is_path(head.key)) {
    findings.error(item.find("key")->mark,
                   fmt::format("'{}' is no path of keys such as jobs.train.tokens", head.key));
    return std::nullopt;
  }
  Axis axis;
  axis.name = head.name;
  axis.key = head.key;
  axis.is_cumulative = head.is_cumulative;
  axis.mark = item.mark;
  if (is_range) {
    if (values != nullptr) findings.error(values->label, "an axis has either 'values' or 'low' and 'high'");
    read_range(item, head, findings, axis);
  } else if (values != nullptr) {
    read_values(*values, head, findings, axis);
  }
  return axis;
}

/// Finds the axis that one moves with; it stands before it and has as many values.
void read_zip(const DocumentNode& item, const std::string& zip, std::vector<Axis>& axes, Findings& findings) {
  Axis& axis = axes.back();
  const Mark& mark = item.find("zip")->mark;
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < axes.size(); ++i) {
    names.push_back(axes[i].name);
    if (axes[i].name == zip) axis.zipped_with = i;
  }
  if (!axis.zipped_with) {
    report_unknown("no axis before this one is called", zip, names, mark, findings);
    return;
  }
  const Axis& other = axes[*axis.zipped_with];
  if (axis.range || other.range) {
    findings.error(mark, fmt::format("a range is sampled; '{}' can't move with '{}'", axis.name, other.name));
    axis.zipped_with.reset();
  } else if (axis.values.size() != other.values.size()) {
    findings.error(mark, fmt::format("axis '{}' has {} values and '{}', which it moves with, has {}", axis.name,
                                     axis.values.size(), other.name, other.values.size()));
  }
}

}  // namespace

std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings) {
  std::vector<Axis> axes;
  if (!list.is_sequence() || list.items.empty()) {
    findings.error(list.label, "'axes' expects a list of axes, each with 'name' and 'values'");
    return axes;
  }
  for (const DocumentNode& item : list.items) {
    AxisHead head;
    auto axis = read_axis(item, findings, head);
    if (!axis) continue;
    const auto same = [&](const Axis& other) { return !other.name.empty() && other.name == axis->name; };
    if (std::any_of(axes.begin(), axes.end(), same)) {
      findings.error(item.find("name")->mark, fmt::format("the study has two axes '{}'", axis->name));
    }
    axes.push_back(std::move(*axis));
    if (!head.zip.empty()) read_zip(item, head.zip, axes, findings);
  }
  for (const Axis& axis : axes) check_joint_changes(axis, axes, findings);
  for (Axis& axis : axes) {
    if (axis.is_cumulative) cumulate(axis);
  }
  return axes;
}

}  // namespace gigapod
