#include "sim/app/power_command.hpp"

#include "sim/app/commands.hpp"

namespace gigapod::app {

void add_power_command(CLI::App& program) {
  CLI::App* power = program.add_subcommand("power", "Power of jobs and sites: what fits a rating, swings of jobs");
  power->require_subcommand(1);
  add_power_fit_command(*power);
  add_power_swing_command(*power);
}

}  // namespace gigapod::app
