#pragma once

#include "sim/base/fields.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace gigapod::app {

/// Texts of options by field name.
using GivenFields = std::map<std::string, std::string>;

/// `ramp_up` is --ramp-up.
[[nodiscard]] std::string field_option_name(const std::string& field);

/// Adds an option for a number or amount.
void add_field_option(CLI::App& command, const Field& field, const std::string& group, GivenFields& given);

/// The value of an option's text in base units; refuses what the field can't hold.
[[nodiscard]] double field_option_value(const Field& field, const std::string& text);

/// Adds an option for every field of the list, all of them numbers or amounts.
template <class T>
void add_field_options(CLI::App& command, const FieldList<T>& fields, const std::string& group, GivenFields& given) {
  for (const auto& entry : fields.entries()) add_field_option(command, entry.field, group, given);
}

/// The object with the options that are given.
template <class T>
[[nodiscard]] T chosen_fields(const FieldList<T>& fields, const GivenFields& given) {
  T object;
  for (const auto& entry : fields.entries()) {
    const auto found = given.find(entry.field.name);
    if (found != given.end()) entry.write(object, field_option_value(entry.field, found->second));
  }
  return object;
}

}  // namespace gigapod::app
