#include "sim/scenario/read_axes.hpp"

#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/study_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
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

void read_set(const DocumentNode& item, const std::string& where, Findings& findings, AxisValue& value) {
  MappingReader reader(item, where, findings);
  if (!reader.is_valid()) return;
  const DocumentNode* name = reader.require("name");
  if (name != nullptr && !name->is_scalar()) findings.error(name->label, "'name' expects a text");
  if (name != nullptr) value.name = name->text;
  const DocumentNode* set = reader.take("set");
  reader.finish();
  if (set == nullptr) return;
  if (!set->is_mapping()) {
    findings.error(set->label, "'set' expects keys of the scenario and their values");
  } else if (set->find("study") != nullptr || set->find("extends") != nullptr || set->find("seed") != nullptr) {
    findings.error(set->label, "'set' can't change `study`, `extends` or `seed`");
  } else {
    value.changes.push_back(*set);
  }
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

}  // namespace

std::vector<Axis> read_axes(const DocumentNode& list, Findings& findings) {
  std::vector<Axis> axes;
  if (!list.is_sequence() || list.items.empty()) {
    findings.error(list.label, "'axes' expects a list of axes, each with 'name' and 'values'");
    return axes;
  }
  for (const DocumentNode& item : list.items) {
    MappingReader reader(item, "an axis", findings);
    if (!reader.is_valid()) continue;
    AxisHead head;
    reader.read(axis_fields(), head);
    const DocumentNode* values = reader.require("values");
    reader.finish();
    if (!head.key.empty() && !is_path(head.key)) {
      findings.error(item.find("key")->mark,
                     fmt::format("'{}' is no path of keys such as jobs.train.tokens", head.key));
      continue;
    }
    if (values != nullptr && (!values->is_sequence() || values->items.empty())) {
      findings.error(values->label, "'values' expects a list");
    }
    if (values == nullptr || !values->is_sequence()) continue;
    Axis axis{head.name, {}};
    for (const DocumentNode& value : values->items) {
      axis.values.push_back(read_axis_value(value, head, findings));
      if (!head.is_cumulative || axis.values.size() < 2) continue;
      const std::vector<DocumentNode>& before = axis.values[axis.values.size() - 2].changes;
      axis.values.back().changes.insert(axis.values.back().changes.begin(), before.begin(), before.end());
    }
    check_axis(axis, *values, findings);
    axes.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace gigapod
