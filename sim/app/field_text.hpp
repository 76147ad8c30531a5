#pragma once

#include "sim/base/fields.hpp"

#include <fmt/format.h>

#include <string>

namespace gigapod::app {

/// A value of the field for people: `2.307 PFLOP/s`, `4x4x4`, `true`.
[[nodiscard]] std::string value_text(const Field& field, const FieldValue& value);

/// One line for a plug-in's or a section's field: name, unit kind, default and sentence.
[[nodiscard]] std::string field_line(const Field& field);

/// Every field of an object with its value and sentence, one a line.
template <class T>
[[nodiscard]] std::string object_text(const T& object, const FieldList<T>& fields) {
  std::string text;
  for (const auto& entry : fields.entries()) {
    text += fmt::format("  {:<24} {:<22} {}\n", entry.field.name, value_text(entry.field, entry.read(object)),
                        entry.field.sentence);
  }
  return text;
}

}  // namespace gigapod::app
