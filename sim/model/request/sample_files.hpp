#pragma once

#include <string_view>

namespace gigapod {

/// The text of a file of sim/model/request/samples, which must exist.
[[nodiscard]] std::string_view sample_file(std::string_view name);

}  // namespace gigapod
