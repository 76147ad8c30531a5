#include "sim/engine/chip_flows/run_in_child.hpp"

#include "sim/base/child_processes.hpp"
#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <string>

namespace gigapod {

double run_in_child(const std::function<double()>& work) {
  try {
    // In hexadecimal, so that the number comes back as it was.
    return std::stod(run_in_children(1, 1, [&](std::size_t) { return fmt::format("{:a}", work()); }).front());
  } catch (const RunFailed& failure) {
    throw RunFailed(fmt::format("the flow simulation failed: {}", failure.what()));
  }
}

}  // namespace gigapod
