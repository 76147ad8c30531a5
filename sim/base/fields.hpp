#pragma once

#include "sim/base/celsius.hpp"
#include "sim/base/dimension.hpp"
#include "sim/base/quantity.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gigapod {

enum class FieldKind {
  kNumber,
  kInteger,
  kBoolean,
  kText,
  kChoice,
  kQuantity,
  kShape,
  kTextList
};

/// The value of a field: a number is in its base unit, a shape is its axis lengths (`4x4x8` is {4, 4, 8}).
using FieldValue = std::variant<double, std::int64_t, bool, std::string, std::vector<int>, std::vector<std::string>>;

/// Inclusive bounds of a numeric field, in its base unit.
struct Range {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool excludes_minimum = false;
};
inline constexpr Range kAny{};
inline constexpr Range kPositive{0.0, std::numeric_limits<double>::infinity(), true};
inline constexpr Range kNonNegative{0.0, std::numeric_limits<double>::infinity(), false};
inline constexpr Range kFraction{0.0, 1.0, false};
inline constexpr Range kAtLeastOne{1.0, std::numeric_limits<double>::infinity(), false};

/// What one field is, apart from any object that has it. The same description reads scenario text, fills and
/// prints defaults, exports the JSON Schema, feeds `gigapod describe` and writes the reference pages.
struct Field {
  std::string name;
  FieldKind kind = FieldKind::kNumber;
  Dimension dimension = Dimension::kNone;  ///< for kQuantity
  bool is_required = false;                ///< true: there is no default
  FieldValue initial;                      ///< the default, from the struct's own initializer
  Range range;
  std::vector<std::string> choices;  ///< for kChoice; for kTextList, when only these may be in it
  std::string sentence;
};

/// The fields of a plain struct `T`, in the order they are printed.
template <class T>
class FieldList {
 public:
  struct Entry {
    Field field;
    std::function<void(T&, const FieldValue&)> write;
    std::function<FieldValue(const T&)> read;
  };

  [[nodiscard]] const std::vector<Entry>& entries() const& { return entries_; }
  /// Of a list that goes away: by value, so that a loop over it is safe.
  [[nodiscard]] std::vector<Entry> entries() && { return std::move(entries_); }

  template <int A, int B, int C, int D, int M>
  FieldList& quantity(std::string name, Quantity<A, B, C, D, M> T::*member, Range range, std::string sentence) {
    return add(
        {std::move(name),
         FieldKind::kQuantity,
         dimension_of<Quantity<A, B, C, D, M>>(),
         false,
         {},
         range,
         {},
         std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = Quantity<A, B, C, D, M>(std::get<double>(v)); },
        [member](const T& t) -> FieldValue { return (t.*member).value(); });
  }
  /// A temperature, written `18 C`.
  FieldList& temperature(std::string name, Celsius T::*member, Range range, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kQuantity, Dimension::kTemperature, false, {}, range, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { (t.*member).degrees = std::get<double>(v); },
        [member](const T& t) -> FieldValue { return (t.*member).degrees; });
  }
  FieldList& number(std::string name, double T::*member, Range range, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kNumber, Dimension::kNone, false, {}, range, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = std::get<double>(v); },
        [member](const T& t) -> FieldValue { return t.*member; });
  }
  /// A whole number; the range is narrowed to what `Integer` holds.
  template <class Integer>
  FieldList& integer(std::string name, Integer T::*member, Range range, std::string sentence) {
    range.minimum = std::max(range.minimum, static_cast<double>(std::numeric_limits<Integer>::min()));
    range.maximum = std::min(range.maximum, static_cast<double>(std::numeric_limits<Integer>::max()));
    return add(
        {std::move(name), FieldKind::kInteger, Dimension::kNone, false, {}, range, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = static_cast<Integer>(std::get<std::int64_t>(v)); },
        [member](const T& t) -> FieldValue { return static_cast<std::int64_t>(t.*member); });
  }
  FieldList& boolean(std::string name, bool T::*member, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kBoolean, Dimension::kNone, false, {}, {}, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = std::get<bool>(v); },
        [member](const T& t) -> FieldValue { return t.*member; });
  }
  FieldList& text(std::string name, std::string T::*member, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kText, Dimension::kNone, false, {}, {}, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = std::get<std::string>(v); },
        [member](const T& t) -> FieldValue { return t.*member; });
  }
  FieldList& text_list(std::string name, std::vector<std::string> T::*member, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kTextList, Dimension::kNone, false, {}, {}, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { t.*member = std::get<std::vector<std::string>>(v); },
        [member](const T& t) -> FieldValue { return t.*member; });
  }
  /// An enumeration whose enumerators are 0, 1, 2 … in the order of `choices`.
  template <class Enumeration>
  FieldList& choice(std::string name, Enumeration T::*member, std::vector<std::string> choices,
                    std::string sentence) {
    auto names = choices;
    return add(
        {std::move(name),
         FieldKind::kChoice,
         Dimension::kNone,
         false,
         {},
         {},
         std::move(choices),
         std::move(sentence)},
        [member, names](T& t, const FieldValue& v) {
          const auto& text = std::get<std::string>(v);
          for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == text) t.*member = static_cast<Enumeration>(i);
          }
        },
        [member, names](const T& t) -> FieldValue { return names[static_cast<std::size_t>(t.*member)]; });
  }
  /// A set of named bits, written as a list: bit i of the member is in it when `choices[i]` is.
  FieldList& flags(std::string name, unsigned T::*member, std::vector<std::string> choices, std::string sentence) {
    auto names = choices;
    return add(
        {std::move(name),
         FieldKind::kTextList,
         Dimension::kNone,
         false,
         {},
         {},
         std::move(choices),
         std::move(sentence)},
        [member, names](T& t, const FieldValue& v) {
          t.*member = 0;
          for (const std::string& text : std::get<std::vector<std::string>>(v)) {
            for (std::size_t i = 0; i < names.size(); ++i) {
              if (names[i] == text) t.*member |= 1u << i;
            }
          }
        },
        [member, names](const T& t) -> FieldValue {
          std::vector<std::string> texts;
          for (std::size_t i = 0; i < names.size(); ++i) {
            if ((t.*member >> i & 1u) != 0) texts.push_back(names[i]);
          }
          return texts;
        });
  }
  /// Axis lengths, written `4x4x8`; `member` has `std::vector<int> axes`.
  template <class Shape>
  FieldList& shape(std::string name, Shape T::*member, std::string sentence) {
    return add(
        {std::move(name), FieldKind::kShape, Dimension::kNone, false, {}, kAtLeastOne, {}, std::move(sentence)},
        [member](T& t, const FieldValue& v) { (t.*member).axes = std::get<std::vector<int>>(v); },
        [member](const T& t) -> FieldValue { return (t.*member).axes; });
  }
  /// Marks the field added last as one the user must give.
  FieldList& required() {
    entries_.back().field.is_required = true;
    return *this;
  }

 private:
  FieldList& add(Field field, std::function<void(T&, const FieldValue&)> write,
                 std::function<FieldValue(const T&)> read) {
    field.initial = read(T{});
    entries_.push_back({std::move(field), std::move(write), std::move(read)});
    return *this;
  }

  std::vector<Entry> entries_;
};

}  // namespace gigapod
