#include "sim/app/cost_request.hpp"

#include "analysis/number_text.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/number_option.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace gigapod::app {
namespace {

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
PlanAnswer cheapest_run(const PlanRequest& request, int jobs, const CostProgress& on_progress) {
  PlanQuery query = plan_query(request);
  check_deadline(request.deadline, query);
  set_chips_for_deadline(query);
  query.price = DollarsPerSecond(1.0);  // so that the least cost is the fewest chip-hours
  query.objective = PlanObjective::kCost;
  query.top = 1;
  SearchControl control;
  SearchOptions options;
  options.jobs = jobs_or_cores(jobs);
  options.on_progress = [&](const SearchProgress& progress) {
    if (!on_progress(request.chip, progress)) control.is_stopped = true;
  };
  PlanAnswer answer = search_plan(query, options, control);
  if (control.is_stopped) throw Interrupted("gigapod: the search was ended\n");
  if (answer.winner() == nullptr) refuse_kind(request.chip, answer);
  return answer;
}

}  // namespace

void add_cost_request(CLI::App& command, CostRequest& request) {
  request.plan.deadline = "90days";
  command.add_option("--model", request.plan.model, "Model of the catalog, such as llama3.1-405b");
  add_kind_options(command, request.options);
  command.add_option("--tokens", request.plan.tokens,
                     "Tokens to train, such as 15T (default: 20 for each parameter)");
  command.add_option("--deadline", request.plan.deadline, "The job ends within this time (default: 90days)");
  command
      .add_option("--precision", request.plan.precisions,
                  "Number formats to try, of those that a chip has (default: bf16)")
      ->delimiter(',')
      ->check(CLI::IsMember({"bf16", "int8", "fp8", "fp4"}));
  command.add_option("--pue", request.plan.pue, "Power at the meter over IT power (default: of the site)")
      ->check(number_in(1.0, 10.0));
  command.add_option("--catalog", request.plan.catalog.folders, "Further catalog folder, over the program's own");
  add_terms_options(command, request.options);
  command.add_option("--seed", request.options.terms.seed, "Seed of the draws (default: 1)")->check(seed_number());
  command.add_option("-j,--jobs", request.jobs, "Threads (default: one a core); the answer does not depend on it")
      ->check(number_in(1, 1024));
}

CostComparison cost_answer(const CostRequest& request, const CostProgress& on_progress) {
  const CostTerms terms = chosen_terms(request.options);
  const std::vector<PodSpec> pods = chosen_kinds(request.options, load_catalog(request.plan.catalog));
  const auto capitals = chosen_capitals(request.options, pods);
  std::vector<JobCost> kinds;
  for (const PodSpec& pod : pods) {
    kinds.push_back(job_cost(cheapest_run(request_on(pod, request.plan), request.jobs, on_progress),
                             given_capital(capitals, pod.chip)));
  }
  return compare_costs(std::move(kinds), terms);
}

}  // namespace gigapod::app
