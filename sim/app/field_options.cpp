#include "sim/app/field_options.hpp"

#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod::app {
namespace {

std::string range_text(const Field& field) {
  if (field.range.excludes_minimum) return "above 0";
  const auto text = [&field](double value) { return short_amount(value, field.dimension); };
  if (std::isinf(field.range.maximum)) return fmt::format("at least {}", text(field.range.minimum));
  return fmt::format("from {} to {}", text(field.range.minimum), text(field.range.maximum));
}

}  // namespace

std::string field_option_name(const std::string& field) {
  std::string name = "--" + field;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void add_field_option(CLI::App& command, const Field& field, const std::string& group, GivenFields& given) {
  const std::string name = field.name;
  command
      .add_option_function<std::string>(
          field_option_name(name), [&given, name](const std::string& text) { given[name] = text; }, field.sentence)
      ->group(group);
}

double field_option_value(const Field& field, const std::string& text) {
  const std::string option = field_option_name(field.name);
  const double value =
      field.kind == FieldKind::kQuantity ? amount_option(option, text, field.dimension) : share_option(option, text);
  const bool is_low = field.range.excludes_minimum ? value <= field.range.minimum : value < field.range.minimum;
  if (is_low || value > field.range.maximum)
    refuse(fmt::format("{} {}: it must be {}", option, text, range_text(field)));
  return value;
}

}  // namespace gigapod::app
