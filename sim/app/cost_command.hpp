#pragma once

#include <CLI/CLI.hpp>

namespace gigapod::app {

/// Adds `gigapod cost serving`.
void add_cost_serving_command(CLI::App& cost);

}  // namespace gigapod::app
