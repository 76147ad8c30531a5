#pragma once

#include <CLI/CLI.hpp>

namespace gigapod::app {

/// `gigapod compare`: results beside the first.
void add_compare_command(CLI::App& program);

}  // namespace gigapod::app
