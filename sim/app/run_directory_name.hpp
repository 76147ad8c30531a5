#pragma once

#include <filesystem>
#include <string>

namespace gigapod::app {

/// The first of runs/NAME-001, runs/NAME-002 … below the current folder that does not exist.
[[nodiscard]] std::filesystem::path new_run_directory(const std::string& scenario_name);

}  // namespace gigapod::app
