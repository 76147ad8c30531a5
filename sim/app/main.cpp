#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/compare_command.hpp"
#include "sim/app/usage_suggestion.hpp"
#include "sim/base/check.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/version.hpp"
#include "sim/record/system_error_text.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

namespace {

using namespace gigapod;
using namespace gigapod::app;

/// Prints a failure: findings as they are, a plain sentence as an error.
int report_failure(const std::string& text, ExitCode code) {
  const bool is_whole = text.ends_with('\n');
  std::fputs((is_whole ? text : "error: " + text + "\n").c_str(), stderr);
  return code;
}

/// What is wrong with a line that can't be parsed; help and version come this way too.
int report_usage(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return program.exit(error);
  const std::string suggestion = usage_suggestion(program);
  const std::string fault = suggestion.empty() ? error.what() : suggestion;
  return report_failure("error: " + fault + "\nRun with --help for more information.\n", kWrongUsage);
}

int run_program(int argc, char** argv) {
  CLI::App program{
      "Gigapod simulates gigawatt-scale TPU clusters: pods, power, failures, training and serving.\n"
      "Start with: gigapod run scenarios/quickstart.yaml",
      "gigapod"};
  program.set_version_flag("--version", std::string("gigapod ") + version());
  program.require_subcommand(1);
  program.fallthrough();
  bool is_verbose = false;
  program.add_flag("-v,--verbose", is_verbose, "Log what the program does to standard error");
  program.parse_complete_callback(
      [&] { spdlog::set_level(is_verbose ? spdlog::level::debug : spdlog::level::warn); });
  add_run_command(program);
  add_check_command(program);
  add_scale_command(program);
  add_sweep_command(program);
  add_plan_command(program);
  add_cost_command(program);
  add_describe_command(program);
  add_report_command(program);
  add_compare_command(program);
  add_export_command(program);
  add_goodput_command(program);
  add_collective_command(program);
  add_step_command(program);
  add_serve_command(program);
  add_power_command(program);
  add_validate_command(program);
  program.footer(
      "Exit codes: 0 done, 1 simulation failed, 2 wrong usage, 3 invalid scenario, 4 outside tolerance, 130 "
      "interrupted.");
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(program, error);
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  // A file over the size limit is then an error that names the file, as a full disk is.
  std::signal(SIGXFSZ, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_color_mt("gigapod"));
  spdlog::set_pattern("%l: %v");
  try {
    const int code = run_program(argc, argv);
    // Short answers wait in a buffer, and meet a full disk only here.
    if (code != kDone || std::fflush(stdout) == 0) return code;
    throw RunFailed("cannot write to standard output: " + system_error_text(errno));
  } catch (const gigapod::app::WrongUsage& error) {
    return report_failure(error.what(), kWrongUsage);
  } catch (const gigapod::InvalidInput& error) {
    return report_failure(error.what(), kInvalidScenario);
  } catch (const gigapod::app::OutsideTolerance& error) {
    return report_failure(error.what(), kOutsideTolerance);
  } catch (const gigapod::app::Interrupted& error) {
    return report_failure(error.what(), kInterrupted);
  } catch (const std::exception& error) {
    return report_failure(std::string("error: ") + error.what() + "\n", kRunFailed);
  }
}
