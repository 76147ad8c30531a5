#pragma once

#include "sim/base/fields.hpp"
#include "sim/scenario/document.hpp"

#include <optional>
#include <string>

namespace gigapod {

/// A word that stands for 0 in one field: `count: fit`, `checkpoint_interval: auto`.
struct ZeroWord {
  const char* key = "";
  const char* word = "";
};

/// Most chips a shape may have, and most chips of a site.
inline constexpr double kMostChips = 10e6;

/// The value of a field from its YAML text: unit required and of the right kind, finite, in range, known choice.
/// Nothing, with a finding, when it is not one. `zero_word` may be null.
[[nodiscard]] std::optional<FieldValue> read_value(const DocumentNode& node, const Field& field, Findings& findings,
                                                   const char* zero_word = nullptr);

/// An amount of the dimension as an example in messages: "800 Gbps".
[[nodiscard]] const char* example_amount(Dimension dimension);

}  // namespace gigapod
