#pragma once

#include <functional>

namespace gigapod {

/// Runs `work` in a child process and returns its number. Throws RunFailed with the reason when the child throws or
/// dies.
[[nodiscard]] double run_in_child(const std::function<double()>& work);

}  // namespace gigapod
