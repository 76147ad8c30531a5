#pragma once

#include <CLI/CLI.hpp>

#include <stdexcept>

namespace gigapod::app {

/// What the program tells its caller (docs/cli.md).
enum ExitCode {
  kDone = 0,
  kRunFailed = 1,
  kWrongUsage = 2,
  kInvalidScenario = 3,
  kOutsideTolerance = 4,
  kInterrupted = 130,
};

/// A comparison lies outside its tolerance. Exit code 4.
class OutsideTolerance : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user stopped the command; what there was is printed. Exit code 130, as of a shell.
class Interrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Each adds its subcommand to the program; the callback does the work and throws what main() turns into an exit code.
void add_run_command(CLI::App& program);
void add_check_command(CLI::App& program);
void add_scale_command(CLI::App& program);
void add_describe_command(CLI::App& program);
void add_export_command(CLI::App& program);
void add_cost_command(CLI::App& program);
void add_plan_command(CLI::App& program);
void add_goodput_command(CLI::App& program);
void add_report_command(CLI::App& program);
void add_power_command(CLI::App& program);
void add_collective_command(CLI::App& program);
void add_serve_command(CLI::App& program);
void add_step_command(CLI::App& program);
void add_sweep_command(CLI::App& program);
void add_validate_command(CLI::App& program);

}  // namespace gigapod::app
