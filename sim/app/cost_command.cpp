#include "sim/app/cost_command.hpp"

#include "analysis/report/report.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/cost_request.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/result_folder.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct CostCommand {
  CostRequest request;
  std::string output;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
  bool is_quiet = false;
};

CostComparison answer(const CostCommand& command) {
  ProgressLine line(command.is_quiet);
  return cost_answer(command.request, [&line](const std::string& chip, const SearchProgress& progress) {
    line.show(progress, chip + ": ");
    return true;
  });
}

void cost(const CostCommand& command) {
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  const CostComparison comparison = answer(command);
  if (!command.output.empty()) {
    write_result_folder(command.output, {{"cost.txt", cost_text(comparison)},
                                         {"cost.csv", cost_csv(comparison)},
                                         {"cost.json", cost_json(comparison)},
                                         {"report.html", cost_html(comparison)}});
  }
  fmt::print("{}", command.as_json  ? cost_json(comparison)
                   : command.as_csv ? cost_csv(comparison)
                                    : cost_text(comparison));
}

/// Options of the command have no place before a subcommand, which has its own.
void refuse_options_before(const CLI::App& command, const std::string& subcommand) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() > 0)
      throw CLI::ExtrasError(command.get_name(), {fmt::format("{} before {}", option->get_name(), subcommand)});
  }
}

}  // namespace

void add_cost_command(CLI::App& program) {
  auto options = std::make_shared<CostCommand>();
  CLI::App* command = program.add_subcommand(
      "cost", "A job on kinds of chips side by side: dollars, joules and carbon, owned and rented");
  add_cost_request(*command, options->request);
  command->add_option("-o,--output", options->output, "Folder for cost.txt, cost.csv, cost.json and report.html");
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--csv", options->as_csv, "Print the rows as CSV")->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  add_cost_serving_command(*command);
  command->get_subcommand("serving")->preparse_callback(
      [command](std::size_t) { refuse_options_before(*command, "serving"); });
  command->callback([options, command] {
    if (!command->get_subcommands().empty()) return;
    if (command->count("--model") == 0) throw CLI::RequiredError("--model");
    cost(*options);
  });
}

}  // namespace gigapod::app
