#include "analysis/cost/job_cost.hpp"
#include "analysis/number_text.hpp"
#include "analysis/report/report.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/plan_request.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/result_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <thread>

namespace gigapod::app {
namespace {

struct CostCommand {
  PlanRequest request;
  std::vector<std::string> chips;
  std::vector<std::string> pods;
  std::vector<std::string> capitals;  ///< `NAME=DOLLARS` or `NAME=LEAST..MOST`
  std::string facility;
  std::string upkeep;
  std::string equipment_life;
  std::string facility_life;
  std::string interest;
  std::string electricity;
  CostTerms terms;
  std::string output;
  int jobs = 0;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
  bool is_quiet = false;
};

/// `12` or `10..20`.
Estimate read_range(const std::string& option, const std::string& text) {
  const std::size_t dots = text.find("..");
  const auto number = [&](const std::string& part) {
    double value = 0.0;
    const auto [stop, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (failure != std::errc{} || stop != part.data() + part.size() || !(value >= 0.0) || !std::isfinite(value)) {
      refuse(fmt::format("{} {}: it expects a number such as 12 or a range such as 10..20", option, text));
    }
    return value;
  };
  const double least = number(text.substr(0, dots));
  const double most = dots == std::string::npos ? least : number(text.substr(dots + 2));
  if (most < least) refuse(fmt::format("{} {}: the range ends below its begin", option, text));
  return {least, most};
}

void read_terms(CostCommand& command) {
  CostTerms& terms = command.terms;
  const auto read = [](const char* option, const std::string& text, Estimate& range) {
    if (!text.empty()) range = read_range(option, text);
  };
  read("--facility", command.facility, terms.facility_dollars);
  read("--upkeep", command.upkeep, terms.upkeep_dollars);
  read("--equipment-life", command.equipment_life, terms.equipment_years);
  read("--facility-life", command.facility_life, terms.facility_years);
  read("--electricity", command.electricity, terms.electricity);
  if (!command.interest.empty()) {
    const Estimate percent = read_range("--interest", command.interest);
    terms.interest = {percent.least / 100.0, percent.most / 100.0};
  }
  if (terms.equipment_years.least <= 0.0 || terms.facility_years.least <= 0.0)
    refuse("a life must be more than 0 years");
}

/// By the name of the chip.
std::map<std::string, Estimate> read_capitals(const CostCommand& command, const std::vector<std::string>& chips) {
  std::map<std::string, Estimate> capitals;
  for (const std::string& text : command.capitals) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos) {
      refuse(fmt::format("--capital {}: it expects a chip and dollars, such as v7=20000..30000", text));
    }
    const std::string chip = text.substr(0, sign);
    if (std::find(chips.begin(), chips.end(), chip) == chips.end()) {
      refuse(fmt::format("--capital {}: '{}' is not one of the chips compared", text, chip));
    }
    capitals[chip] = read_range("--capital", text.substr(sign + 1));
  }
  return capitals;
}

/// Requests for each kind, with all names checked.
std::vector<PlanRequest> kind_requests(const CostCommand& command) {
  if (command.chips.empty() && command.pods.empty()) refuse("name kinds of chips with --chip or --pod");
  const Catalog catalog = load_catalog(command.request.catalog);
  std::vector<PlanRequest> requests;
  std::set<std::string> pods;
  const auto add = [&](const std::string& pod, const std::string& chip) {
    const PodSpec& chosen = chosen_pod(pod, chip, catalog);
    if (!pods.insert(chosen.name).second) {
      refuse(fmt::format("pod '{}' with chip '{}' is named twice", chosen.name, chosen.chip));
    }
    requests.push_back(command.request);
    requests.back().pod = pod;
    requests.back().chip = chosen.chip;
    requests.back().chips = "1";  // set_chips_for_deadline says how many
  };
  for (const std::string& chip : command.chips) add({}, chip);
  for (const std::string& pod : command.pods) add(pod, {});
  return requests;
}

[[noreturn]] void refuse_kind(const std::string& chip, const PlanAnswer& answer) {
  const std::string text = shortfall_text(answer);
  throw InvalidInput(fmt::format("error: chip '{}': {}", chip, text.substr(std::string_view("error: ").size())));
}

void check_deadline(const std::string& deadline, const PlanQuery& query) {
  const double chips = chips_at_peak(query);
  if (chips <= double{kMostPlanChips}) return;
  refuse(fmt::format(
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
    line.show(
        static_cast<double>(progress.blocks_done) / static_cast<double>(progress.blocks),
        fmt::format("{}: {} of {} choices of slices searched", request.chip, progress.blocks_done, progress.blocks),
        static_cast<double>(progress.candidates), "plans/s");
  };
  PlanAnswer answer = search_plan(query, options, control);
  if (answer.winner() == nullptr) refuse_kind(request.chip, answer);
  return answer;
}

void cost(CostCommand& command) {
  read_terms(command);
  const std::vector<PlanRequest> requests = kind_requests(command);
  std::vector<std::string> chips;
  for (const PlanRequest& request : requests) chips.push_back(request.chip);
  const auto capitals = read_capitals(command, chips);
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  std::vector<JobCost> kinds;
  for (const PlanRequest& request : requests) {
    const auto found = capitals.find(request.chip);
    kinds.push_back(job_cost(cheapest_run(command, request),
                             found != capitals.end() ? std::optional(found->second) : std::nullopt));
  }
  const CostComparison comparison = compare_costs(std::move(kinds), command.terms);
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

void add_terms(CLI::App& command, CostCommand& options) {
  command
      .add_option("--capital", options.capitals,
                  "Dollars of a chip with its share of hosts and networks, such as v7=20000..30000")
      ->delimiter(',');
  command.add_option("--facility", options.facility,
                     "Buildings, power and cooling, dollars a watt (default: 10..20)");
  command.add_option("--upkeep", options.upkeep,
                     "Staff, repairs and taxes, dollars a watt and year (default: 0.2..0.4)");
  command.add_option("--equipment-life", options.equipment_life, "Years that chips are used (default: 4..6)");
  command.add_option("--facility-life", options.facility_life, "Years that the facility is used (default: 12..16)");
  command.add_option("--interest", options.interest, "Percent a year on capital (default: 5..9)");
  command.add_option("--electricity", options.electricity, "Dollars a MWh at the meter (default: 40..90)");
  command.add_option("--carbon", options.terms.carbon, "Grams of CO2 a kWh (default: 384, United States 2025)")
      ->check(CLI::Range(0.0, 2000.0));
  command.add_option("--draws", options.terms.draws, "Draws from the ranges (default: 4000)")
      ->check(CLI::Range(100, 1000000));
  command.add_option("--seed", options.terms.seed, "Seed of the draws (default: 1)");
}

}  // namespace

void add_cost_command(CLI::App& program) {
  auto options = std::make_shared<CostCommand>();
  CLI::App* command = program.add_subcommand(
      "cost", "A training job on kinds of chips side by side: dollars, joules and carbon, owned and rented");
  options->request.deadline = "90days";
  command->add_option("--model", options->request.model, "Model of the catalog, such as llama3.1-405b")->required();
  command->add_option("--chip", options->chips, "Kinds of chips, such as v7,h100,gb200")->delimiter(',');
  command->add_option("--pod", options->pods, "Pods of the catalog, where several have a chip")->delimiter(',');
  command->add_option("--tokens", options->request.tokens,
                      "Tokens to train, such as 15T (default: 20 for each parameter)");
  command->add_option("--deadline", options->request.deadline, "The job ends within this time (default: 90days)");
  command
      ->add_option("--precision", options->request.precisions,
                   "Number formats to try, of those that a chip has (default: bf16)")
      ->delimiter(',')
      ->check(CLI::IsMember({"bf16", "int8", "fp8", "fp4"}));
  command->add_option("--pue", options->request.pue, "Power at the meter over IT power (default: of the site)")
      ->check(CLI::Range(1.0, 10.0));
  command->add_option("--catalog", options->request.catalog.folders,
                      "Further catalog folder, over the program's own");
  add_terms(*command, *options);
  command->add_option("-o,--output", options->output, "Folder for cost.txt, cost.csv, cost.json and report.html");
  command->add_option("-j,--jobs", options->jobs, "Threads (default: one a core); the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--csv", options->as_csv, "Print the rows as CSV")->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { cost(*options); });
}

}  // namespace gigapod::app
