#pragma once

#include <string>

namespace gigapod {

/// What makes two builds of the program the same: the build ID that the linker gave its library, in hexadecimal, or
/// the version where it gave none. Results kept by one build are not gone on with by another.
[[nodiscard]] const std::string& program_build();

}  // namespace gigapod
