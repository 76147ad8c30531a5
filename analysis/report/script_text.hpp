#pragma once

#include <string>
#include <string_view>

namespace gigapod {

/// JSON text that is safe inside a `<script>` element: `<`, `>`, `&` and the two line separators of Unicode become
/// escapes, so that no name of a scenario can close the element or open a comment. Still the same JSON.
[[nodiscard]] std::string script_safe_json(std::string_view json);

}  // namespace gigapod
