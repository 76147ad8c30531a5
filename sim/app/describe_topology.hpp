#pragma once

#include <CLI/CLI.hpp>

namespace gigapod::app {

/// `gigapod describe topology FILE`: drawings of a scenario's network, power tree and slices.
void add_describe_topology_command(CLI::App& describe);

}  // namespace gigapod::app
