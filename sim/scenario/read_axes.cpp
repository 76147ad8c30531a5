#include "sim/scenario/read_axes.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/study_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

/// `value` under the keys of a path: `a.b.c` as {a: {b: {c: value}}}, all at the place of the value.
DocumentNode nested(const std::string& path, const DocumentNode& value) {
  DocumentNode node = value;
  for (std::size_t end = path.size(); end != std::string::npos && end > 0;) {
    const std::size_t dot = path.rfind('.', end - 1);
    const std::size_t begin = dot == std::string::npos ? 0 : dot + 1;
    DocumentNode outer;
    outer.kind = DocumentNode::Kind::kMapping;
    outer.mark = value.mark;
    outer.label = value.mark;
    node.label = value.mark;
    outer.entries.push_back({path.substr(begin, end - begin), std::move(node)});
    node = std::move(outer);
    end = dot;
  }
  return node;
}

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
  value.changes.push_back(nested(head.key, item));
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

std::optional<Axis> read_axis(const DocumentNode& item, bool& is_cumulative, Findings& findings) {
  MappingReader reader(item, "an axis", findings);
  if (!reader.is_valid()) return std::nullopt;
  AxisHead head;
  reader.read(axis_fields(), head);
  const DocumentNode* values = reader.require("values");
  reader.finish();
  if (!head.key.empty() && !is_path(head.key)) {
    findings.error(item.find("key")->mark,
                   fmt::format("'{}' is no path of keys such as jobs.train.tokens", head.key));
    return std::nullopt;
  }
  if (values != nullptr && (!values->is_sequence() || values->items.empty())) {
    findings.error(values->label, "'values' expects a list");
  }
  if (values == nullptr || !values->is_sequence()) return std::nullopt;
  is_cumulative = head.is_cumulative;
  Axis axis{head.name, {}};
  for (const DocumentNode& value : values->items) axis.values.push_back(read_axis_value(value, head, findings));
  check_axis(axis, *values, findings);
  return axis;
}

}  // namespace

std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings) {
  std::vector<Axis> axes;
  if (!list.is_sequence() || list.items.empty()) {
    findings.error(list.label, "'axes' expects a list of axes, each with 'name' and 'values'");
    return axes;
  }
  std::vector<bool> are_cumulative;
  for (const DocumentNode& item : list.items) {
    bool is_cumulative = false;
    auto axis = read_axis(item, is_cumulative, findings);
    if (!axis) continue;
    axes.push_back(std::move(*axis));
    are_cumulative.push_back(is_cumulative);
  }
  for (const Axis& axis : axes) check_joint_changes(axis, axes, findings);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (are_cumulative[i]) cumulate(axes[i]);
  }
  return axes;
}

}  // namespace gigapod
