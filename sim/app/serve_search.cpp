#include "sim/app/serve_search.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"

namespace gigapod::app {
namespace {

SearchMachine machine_of(const PodSpec& pod, const Catalog& catalog) {
  SearchMachine machine{pod, catalog.chips.at(pod.chip), std::nullopt};
  if (const auto price = find_chip_price(pod.chip)) machine.price = price->on_demand;
  return machine;
}

/// The shape of --slice, which a pod of the search must be able to hold.
std::vector<Shape> chosen_slices(const ServeOptions& options, const std::vector<SearchMachine>& machines) {
  if (options.slice.empty()) return {};
  const Shape shape = chosen_shape(options.slice);
  std::string fault;
  for (const SearchMachine& machine : machines) {
    fault = slice_shape_fault(shape, machine.pod);
    if (fault.empty()) return {shape};
  }
  refuse(fault);
}

}  // namespace

ServingSearch chosen_search(const ServeOptions& options, const SearchOptions& limits, const Catalog& catalog,
                            const ChosenRequests& requests) {
  ServingSearch search;
  if (options.chips.size() > 1) {
    if (!options.pod.empty()) refuse("--pod goes with one --chip");
    for (const std::string& chip : options.chips)
      search.machines.push_back(machine_of(chosen_pod("", chip, catalog), catalog));
  } else {
    const std::string chip = options.chips.empty() ? std::string() : options.chips.front();
    search.machines.push_back(machine_of(chosen_pod(options.pod, chip, catalog), catalog));
  }
  search.slices = chosen_slices(options, search.machines);
  ServingPlan plan = chosen_serving_plan(options, catalog_entry("model", options.model, catalog.models));
  const RequestSummary summary = request_summary(requests.trace);
  plan.prompt_tokens = summary.prompt.mean;
  plan.output_tokens = summary.output.mean;
  search.base = base_setup(options, plan, catalog);
  search.layouts = {plan.layout};
  if (plan.model.experts > 0 && options.layout == "tensor") {
    search.layouts.push_back(ServingLayout::kDataParallelAttention);
  }
  search.requests_from = requests.description;
  search.wanted_share = options.percentile / 100.0;
  search.most_chips_a_replica = limits.most_chips_a_replica;
  search.most_chips = limits.most_chips;
  search.may_split = !limits.is_whole;
  return search;
}

void add_search_options(CLI::App& command, SearchOptions& options) {
  command.add_option("--most-chips-a-replica", options.most_chips_a_replica, "Largest slice to search (default: 64)")
      ->check(number_in(1, 65'536))
      ->group("Search");
  command.add_option("--most-chips", options.most_chips, "Most chips of all replicas together (default: 4096)")
      ->check(number_in(1, 10'000'000))
      ->group("Search");
  command.add_flag("--no-split", options.is_whole, "No replicas that compute prompts only")->group("Search");
}

}  // namespace gigapod::app
