#include "analysis/cost/serving_cost.hpp"
#include "analysis/report/report.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/cost_command.hpp"
#include "sim/app/cost_options.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/serve_options.hpp"
#include "sim/app/serve_search.hpp"
#include "sim/app/tenant_limits.hpp"
#include "sim/serving/generate_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace gigapod::app {
namespace {

struct ServingCommand {
  ServeOptions serve;
  SearchOptions search;
  CostOptions cost;
  std::string utilization = "80%";
  double pue = SiteSpec{}.power.pue;
  std::string output;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
  bool is_quiet = false;
};

double chosen_utilization(const std::string& text) {
  const double share = share_option("--target-utilization", text);
  if (share <= 0.0 || share > 1.0)
    refuse(fmt::format("--target-utilization {}: it must be above 0% and at most 100%", text));
  return share;
}

/// A rate alone is one of Poisson arrivals.
ChosenRequests chosen_demand(RequestOptions options, const TransformerSpec& model) {
  if (options.concurrency > 0)
    refuse("--concurrency: a demand has arrivals; give it with --rate, --sample or --trace");
  if (options.trace.empty() && options.sample.empty() && options.arrivals.empty() && options.rate > 0.0)
    options.arrivals = "poisson";
  ChosenRequests chosen = chosen_requests(options, model);
  const Hertz rate = request_summary(chosen.trace).rate;
  if (rate <= Hertz(0.0)) refuse("a demand needs requests at two times or more, to have a rate");
  if (options.arrivals == "poisson" && !options.drops_long) {
    // A short sample is off the rate asked for by chance, which is no part of the question.
    const double asked = options.rate * options.rate_scale * share_option("--keep", options.keep);
    chosen.trace = at_rate(std::move(chosen.trace), asked / rate.value());
  }
  return chosen;
}

ServingJob chosen_job(const ServingCommand& command, const Catalog& catalog, const PodSpec& any_pod) {
  ServeOptions options = command.serve;
  options.pod = any_pod.name;
  ChosenRequests requests = chosen_demand(options.requests, catalog_entry("model", options.model, catalog.models));
  check_prefix_blocks(options, requests.trace);
  ServingJob job;
  job.search = chosen_search(options, command.search, catalog, requests);
  job.search.base.limits = tenant_limits(options.tenant_limits, requests.trace);
  job.utilization = chosen_utilization(command.utilization);
  job.demand = std::move(requests.trace);
  return job;
}

[[noreturn]] void refuse_all(const std::vector<ServingCost>& kinds) {
  std::string text;
  for (const ServingCost& kind : kinds) text += fmt::format("error: chip '{}': {}\n", kind.chip.name, kind.why_not);
  throw InvalidInput(text);
}

void print(const ServingCommand& command, const ServingComparison& comparison) {
  if (!command.output.empty()) {
    write_result_folder(command.output, {{"serving_cost.txt", serving_cost_text(comparison)},
                                         {"serving_cost.csv", serving_cost_csv(comparison)},
                                         {"serving_cost.json", serving_cost_json(comparison)},
                                         {"report.html", serving_cost_html(comparison)}});
  }
  fmt::print("{}", command.as_json  ? serving_cost_json(comparison)
                   : command.as_csv ? serving_cost_csv(comparison)
                                    : serving_cost_text(comparison));
}

void cost_of_serving(const ServingCommand& command) {
  CostTerms terms = chosen_terms(command.cost);
  terms.seed = command.serve.requests.seed;
  const Catalog catalog = load_catalog(command.serve.catalog);
  const std::vector<PodSpec> pods = chosen_kinds(command.cost, catalog);
  const Capitals capitals = chosen_capitals(command.cost, pods);
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  ServingJob job = chosen_job(command, catalog, pods.front());
  std::vector<ServingCost> kinds;
  ProgressLine line(command.is_quiet);
  for (const PodSpec& pod : pods) {
    const double done = static_cast<double>(kinds.size());
    line.show(done / static_cast<double>(pods.size()), fmt::format("{}: setups searched", pod.chip), done, "chips/s");
    kinds.push_back(
        serving_cost(job, pod, catalog.chips.at(pod.chip), given_capital(capitals, pod.chip), command.pue));
  }
  const auto serves = [](const ServingCost& kind) { return kind.served.has_value(); };
  if (std::none_of(kinds.begin(), kinds.end(), serves)) refuse_all(kinds);
  print(command, compare_serving_costs(std::move(job), std::move(kinds), terms));
}

}  // namespace

void add_cost_serving_command(CLI::App& cost) {
  auto options = std::make_shared<ServingCommand>();
  CLI::App* command = cost.add_subcommand(
      "serving", "Requests served on kinds of chips: dollars of a million tokens and of a thousand requests");
  add_kind_options(*command, options->cost);
  add_work_options(*command, options->serve);
  add_search_options(*command, options->search);
  command->add_option("--target-utilization", options->utilization,
                      "Setups hold the targets at the rate over this (default: 80%)");
  command->add_option("--pue", options->pue, "Power at the meter over IT power (default: 1.09)")
      ->check(number_in(1.0, 10.0));
  add_terms_options(*command, options->cost);
  command->add_option("-o,--output", options->output, "Folder for serving_cost.txt, .csv and .json, and report.html");
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--csv", options->as_csv, "Print the rows as CSV")->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { cost_of_serving(*options); });
}

}  // namespace gigapod::app
