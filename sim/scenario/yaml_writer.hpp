#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/registry.hpp"
#include "sim/scenario/read_value.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gigapod {

/// A value as YAML text that reads back to the same value: amounts in the unit that makes them shortest, numbers
/// with as many digits as they need, texts quoted where YAML would take them for something else.
[[nodiscard]] std::string yaml_value(const FieldValue& value, const Field& field);

/// A text as a YAML scalar.
[[nodiscard]] std::string yaml_text(const std::string& text);

/// Writes block YAML line by line, two blanks a level.
class YamlWriter {
 public:
  [[nodiscard]] const std::string& text() const { return text_; }

  void line(const std::string& key, const std::string& value);
  /// `key:` whose contents follow one level deeper until `close`.
  void open(const std::string& key);
  /// `- ` whose first line follows on the same line and the rest one level deeper until `close`.
  void open_item();
  void close();

  template <class T>
  void fields(const FieldList<T>& list, const T& object, std::span<const ZeroWord> words = {}) {
    for (const auto& entry : list.entries()) field(entry.field, entry.read(object), words);
  }
  void field(const Field& field, const FieldValue& value, std::span<const ZeroWord> words = {});

 private:
  std::string text_;
  std::size_t depth_ = 0;
  bool starts_item_ = false;
};

}  // namespace gigapod
