#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace gigapod::app {

/// "there is no option '--sed'; did you mean '--seed'?" of the first command that the program does not know, or
/// option that is near to one it does; empty when there is none.
[[nodiscard]] std::string usage_suggestion(const CLI::App& program);

}  // namespace gigapod::app
