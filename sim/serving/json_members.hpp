#pragma once

#include <string_view>
#include <vector>

namespace gigapod {

/// A member of a JSON object, as parts of its text: strings without their quotes and with their escapes, other values
/// as they stand.
struct JsonMember {
  std::string_view key;
  std::string_view value;
};

/// Splits the text of one JSON object into its members, without a look into nested values. Returns the text from
/// where it is not an object on; empty when it is one.
[[nodiscard]] std::string_view json_members(std::string_view text, std::vector<JsonMember>& members);

}  // namespace gigapod
