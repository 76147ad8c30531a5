#include "sim/app/cost_command.hpp"

#include "analysis/cost/job_cost.hpp"
#include "analysis/number_text.hpp"
#include "analysis/report/report.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/cost_options.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/plan_request.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/result_folder.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <thread>

namespace gigapod::app {
namespace {

struct CostCommand {
  PlanRequest request;
  CostOptions options;
  std::string output;
  int jobs = 0;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
  bool is_quiet = false;
};

/// The request on a kind of chip.
PlanRequest request_on(const PodSpec& pod, PlanRequest request) {
  request.pod = pod.name;
  request.chip = pod.chip;
  request.chips = "1";  // set_chips_for_deadline says how many
  return request;
}

[[noreturn]] void refuse_kind(const std::string& chip, const PlanAnswer& answer) {
  const std::string text = shortfall_text(answer);
  throw InvalidInput(fmt::format("error: chip '{}': {}", chip, text.substr(std::string_view("error: ").size())));
}

void check_deadline(const std::string& deadline, const PlanQuery& query) {
  const double chips = chips_at_peak(query);
  if (chips <= double{kMostPlanChips}) return;
  refuse_input(fmt::format(
      "--deadline {}: it is too short: even at the chip's peak, {} tokens take {} {} chips; at most {} are searched",
      deadline, short_count(query.tokens), short_count(chips), query.chip.name, grouped(kMostPlanChips)));
}

/// The run on one kind of chip with the fewest chip-hours within the deadline.
PlanAnswer cheapest_run(const CostCommand& command, const PlanRequest& request) {
  PlanQuery query = plan_query(request);
  check_deadline(request.deadline, query);
  set_chips_for_deadline(query);
  query.price = DollarsPerSecond(1.0);  // so that the least cost is the fewest chip-hours
  query.objective = PlanObjective::kCost;
  query.top = 1;
  SearchControl control;
  ProgressLine line(command.is_quiet);
  SearchOptions options;
  options.jobs = command.jobs > 0 ? command.jobs : static_cast<int>(std::thread::hardware_concurrency());
  options.on_progress = [&](const SearchProgress& progress) {
    line.show(static_cast<double>(progress.blocks_done) / static_cast<double>(progress.blocks),
              fmt::format("{}: {} of {} of slices searched", request.chip, progress.blocks_done,
                          counted(static_cast<std::int64_t>(progress.blocks), "choice")),
              static_cast<double>(progress.candidates), "plans/s");
  };
  PlanAnswer answer = search_plan(query, options, control);
  if (answer.winner() == nullptr) refuse_kind(request.chip, answer);
  return answer;
}

void cost(const CostCommand& command) {
  const CostTerms terms = chosen_terms(command.options);
  const std::vector<PodSpec> pods = chosen_kinds(command.options, load_catalog(command.request.catalog));
  const auto capitals = chosen_capitals(command.options, pods);
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  std::vector<JobCost> kinds;
  for (const PodSpec& pod : pods)
    kinds.push_back(
        job_cost(cheapest_run(command, request_on(pod, command.request)), given_capital(capitals, pod.chip)));
  const CostComparison comparison = compare_costs(std::move(kinds), terms);
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
  options->request.deadline = "90days";
  command->add_option("--model", options->request.model, "Model of the catalog, such as llama3.1-405b");
  add_kind_options(*command, options->options);
  command->add_option("--tokens", options->request.tokens,
                      "Tokens to train, such as 15T (default: 20 for each parameter)");
  command->add_option("--deadline", options->request.deadline, "The job ends within this time (default: 90days)");
  command
      ->add_option("--precision", options->request.precisions,
                   "Number formats to try, of those that a chip has (default: bf16)")
      ->delimiter(',')
      ->check(CLI::IsMember({"bf16", "int8", "fp8", "fp4"}));
  command->add_option("--pue", options->request.pue, "Power at the meter over IT power (default: of the site)")
      ->check(number_in(1.0, 10.0));
  command->add_option("--catalog", options->request.catalog.folders,
                      "Further catalog folder, over the program's own");
  add_terms_options(*command, options->options);
  command->add_option("--seed", options->options.terms.seed, "Seed of the draws (default: 1)")->check(seed_number());
  command->add_option("-o,--output", options->output, "Folder for cost.txt, cost.csv, cost.json and report.html");
  command->add_option("-j,--jobs", options->jobs, "Threads (default: one a core); the answer does not depend on it")
      ->check(number_in(1, 1024));
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
