#pragma once

#include <CLI/CLI.hpp>

namespace gigapod::app {

// Each adds its subcommand to `gigapod power`.
void add_power_fit_command(CLI::App& power);
void add_power_swing_command(CLI::App& power);

}  // namespace gigapod::app
