#pragma once

#include <string>

namespace gigapod {

/// What the system says about an errno value, starting in lower case: "no space left on device".
[[nodiscard]] std::string system_error_text(int error_number);

}  // namespace gigapod
