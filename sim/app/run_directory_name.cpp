#include "sim/app/run_directory_name.hpp"

#include <fmt/format.h>

namespace gigapod::app {

std::filesystem::path new_run_directory(const std::string& scenario_name) {
  const std::filesystem::path parent = "runs";
  for (int number = 1;; ++number) {
    std::filesystem::path candidate = parent / fmt::format("{}-{:03}", scenario_name, number);
    if (!std::filesystem::exists(candidate)) return candidate;
  }
}

}  // namespace gigapod::app
