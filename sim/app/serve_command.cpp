#include "analysis/report/report.hpp"
#include "analysis/serving/serving_answer.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/serve_options.hpp"
#include "sim/app/serve_search.hpp"
#include "sim/app/tenant_limits.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct ServeCommand {
  ServeOptions serve;
  SearchOptions search;
  bool searches = false;
  std::string output;
  bool force = false;
  bool as_json = false;
};

/// Lengths that the closed form asks for.
void set_mean_lengths(ServingPlan& plan, const RequestSummary& requests) {
  plan.prompt_tokens = requests.prompt.mean;
  plan.output_tokens = requests.output.mean;
}

const PodSpec& pod_of(const ServeOptions& options, const Catalog& catalog) {
  if (options.chips.size() > 1) refuse("one --chip serves; name several with --search only");
  return chosen_pod(options.pod, options.chips.empty() ? std::string() : options.chips.front(), catalog);
}

void write_files(const ServeCommand& command, const ServingAnswer& answer, const RequestTrace& trace) {
  check_output_folder(command.output, command.force);
  write_result_folder(command.output, {{"summary.txt", serving_text(answer)},
                                       {"summary.json", serving_json(answer)},
                                       {"requests.csv", serving_records_csv(answer, trace)}});
}

void serve_requests(const ServeCommand& command) {
  const ServeOptions& options = command.serve;
  if (options.slice.empty()) refuse("name the slice of a replica with --slice, such as 2x4");
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  const Catalog catalog = load_catalog(options.catalog);
  const PodSpec& pod = pod_of(options, catalog);
  const ChipSpec& chip = catalog.chips.at(pod.chip);
  const TransformerSpec& model = catalog_entry("model", options.model, catalog.models);
  const ChosenRequests requests = chosen_requests(options.requests, model);
  check_prefix_blocks(options, requests.trace);
  ServingAnswer answer;
  answer.pod = pod.name;
  answer.shape = chosen_shape(options.slice);
  answer.requests_from = requests.description;
  answer.requests = request_summary(requests.trace);
  answer.wanted_share = options.percentile / 100.0;
  if (const auto price = find_chip_price(chip.name)) answer.price = price->on_demand;
  ServingPlan plan = chosen_serving_plan(options, model);
  set_mean_lengths(plan, answer.requests);
  answer.setup = chosen_setup(options, plan, catalog, pod, answer.shape);
  if (answer.setup.prefill) answer.prefill_shape = prefill_shape(options, pod, answer.shape);
  answer.setup.limits = tenant_limits(options.tenant_limits, requests.trace);
  answer.tenants = requests.trace.tenants;
  answer.setup.keeps_records = !command.output.empty();
  answer.outcome = serve(requests.trace, answer.setup);
  if (!command.output.empty()) write_files(command, answer, requests.trace);
  fmt::print("{}", command.as_json ? serving_json(answer) : serving_text(answer));
}

void write_search(const ServeCommand& command, const ServingSearch& search, const SearchResult& result) {
  check_output_folder(command.output, command.force);
  write_result_folder(command.output, {{"search.txt", search_text(search, result)},
                                       {"search.json", search_json(search, result)},
                                       {"frontier.csv", frontier_csv(result)},
                                       {"frontier.html", frontier_html(search, result)}});
}

void search_setups(const ServeCommand& command) {
  const ServeOptions& options = command.serve;
  if (options.replicas > 1) refuse("--search finds the number of replicas; leave --replicas out");
  if (!options.failures.empty() || !options.drains.empty()) {
    refuse("--fail and --drain are of given replicas; leave them or --search out");
  }
  if (!options.scaling.policy.empty()) refuse("--search finds a fixed number of replicas; leave --autoscaler out");
  if (options.prefill_replicas > 0)
    refuse("--search finds the split into prefill and decode; leave --prefill-replicas out");
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  const Catalog catalog = load_catalog(options.catalog);
  const TransformerSpec& model = catalog_entry("model", options.model, catalog.models);
  const ChosenRequests requests = chosen_requests(options.requests, model);
  check_prefix_blocks(options, requests.trace);
  ServingSearch search = chosen_search(options, command.search, catalog, requests);
  search.base.limits = tenant_limits(options.tenant_limits, requests.trace);
  const SearchResult result = search_serving(requests.trace, search);
  if (result.found.empty()) throw InvalidInput(search_failure(search, result));
  if (!command.output.empty()) write_search(command, search, result);
  fmt::print("{}", command.as_json ? search_json(search, result) : search_text(search, result));
  if (!command.output.empty() && !command.as_json) {
    fmt::print("Frontier: {}\n", (std::filesystem::path(command.output) / "frontier.html").string());
  }
}

}  // namespace

void add_serve_command(CLI::App& program) {
  auto options = std::make_shared<ServeCommand>();
  CLI::App* command =
      program.add_subcommand("serve", "Serve requests one by one on replicas of a model: latency, throughput, cost");
  add_serve_options(*command, options->serve);
  command->add_flag("--search", options->searches,
                    "Find the cheapest slice, replicas and batching that hold the targets");
  add_search_options(*command, options->search);
  command->add_option("-o,--output", options->output,
                      "Folder for tables and data; with --search for the frontier's page too");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->callback([options] { options->searches ? search_setups(*options) : serve_requests(*options); });
}

}  // namespace gigapod::app
