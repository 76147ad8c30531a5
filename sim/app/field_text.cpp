#include "sim/app/field_text.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/ranges.h>

namespace gigapod::app {
namespace {

std::string kind_text(const Field& field) {
  switch (field.kind) {
    case FieldKind::kNumber: return "number";
    case FieldKind::kInteger: return "whole number";
    case FieldKind::kBoolean: return "true or false";
    case FieldKind::kText: return "text";
    case FieldKind::kChoice: return fmt::format("{}", fmt::join(field.choices, " | "));
    case FieldKind::kQuantity: return std::string(dimension_name(field.dimension));
    case FieldKind::kShape: return "shape";
    case FieldKind::kTextList: return "list of text";
  }
  return {};
}

}  // namespace

std::string value_text(const Field& field, const FieldValue& value) {
  struct Writer {
    const Field& field;
    std::string operator()(double number) const {
      return field.kind == FieldKind::kQuantity ? short_amount(number, field.dimension)
                                                : fmt::format("{:.6g}", number);
    }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(const std::string& text) const { return text.empty() ? "-" : text; }
    std::string operator()(const std::vector<int>& axes) const { return fmt::format("{}", fmt::join(axes, "x")); }
    std::string operator()(const std::vector<std::string>& items) const {
      return fmt::format("{}", fmt::join(items, ", "));
    }
  };
  return std::visit(Writer{field}, value);
}

std::string field_line(const Field& field) {
  const std::string initial = field.is_required ? "required" : "default " + value_text(field, field.initial);
  return fmt::format("  {:<24} {:<16} {:<18} {}\n", field.name, kind_text(field), initial, field.sentence);
}

}  // namespace gigapod::app
