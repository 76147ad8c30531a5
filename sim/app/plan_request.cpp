#include "sim/app/plan_request.hpp"

#include "analysis/plan/plan_answer.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace gigapod::app {
namespace {

/// Sequences as long as Llama 3's (arXiv:2407.21783, section 3.4), and at most its batch of 16 million tokens.
constexpr int kSequenceLength = 8192;
constexpr double kBatchTokens = 16.0 * 1024 * 1024;
/// Tokens for each parameter (Hoffmann et al., arXiv:2203.15556), where none are asked for.
constexpr double kTokensPerParameter = 20.0;
constexpr double kGpuTransferBytes = 2.0;  ///< weights and gradients travel as bf16, as in Megatron

const std::set<std::string> kSearchedFields = {"global_batch", "gradient_accumulation", "precision",
                                               "remat",        "saved_tensors",         "offloaded_tensors",
                                               "microbatches", "pipeline_interleave"};

template <class Number>
bool read_whole(const std::string& text, Number& number) {
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && stop == text.data() + text.size();
}

void read_chips(const std::string& text, PlanQuery& query) {
  const std::size_t dots = text.find("..");
  const std::string least = text.substr(0, dots);
  const std::string most = dots == std::string::npos ? least : text.substr(dots + 2);
  const bool is_read = read_whole(least, query.least_chips) && read_whole(most, query.most_chips);
  if (!is_read || query.least_chips < 1 || query.most_chips < query.least_chips ||
      query.most_chips > kMostPlanChips) {
    refuse(fmt::format("--chips {}: it expects a number such as 8192 or a range such as 4096..65536, up to {}", text,
                       kMostPlanChips));
  }
}

/// Twice the chips that the power carries, so that what the limit costs is known, down to a sixteenth.
void chips_for_power(PlanQuery& query) {
  const Watts of_a_chip = installed_power(query.pod, query.chip, query.site.dcn) * query.site.power.pue /
                          static_cast<double>(query.pod.shape.chips());
  const double most = 2.0 * (query.limits.power / of_a_chip);
  query.most_chips = static_cast<std::int64_t>(std::clamp(most, 1.0, double{kMostPlanChips}));
  query.least_chips = std::max<std::int64_t>(1, query.most_chips / 32);
}

void read_limits(const PlanRequest& request, PlanQuery& query) {
  if (!request.deadline.empty()) {
    query.limits.deadline = Seconds(amount_option("--deadline", request.deadline, Dimension::kTime));
    if (query.limits.deadline <= Seconds(0)) refuse("--deadline must be more than 0");
  }
  if (!request.budget.empty()) {
    const std::string text = request.budget.starts_with("$") ? request.budget.substr(1) : request.budget;
    query.limits.budget = Dollars(count_option("--budget", text));
  }
  query.limits.power = Watts(request.megawatts * 1e6);
  if (query.limits.budget > Dollars(0) && !query.price) {
    refuse(fmt::format("--budget: no price of chip '{}' is known; give one with --chip-hour", query.chip.name));
  }
}

void read_objective(const PlanRequest& request, PlanQuery& query) {
  const bool seeks_cheap = query.limits.deadline > Seconds(0) && query.limits.budget <= Dollars(0);
  query.objective = !seeks_cheap ? PlanObjective::kTime : query.price ? PlanObjective::kCost : PlanObjective::kChips;
  for (const PlanObjective objective :
       {PlanObjective::kTime, PlanObjective::kCost, PlanObjective::kEnergy, PlanObjective::kChips}) {
    if (objective_name(objective) == request.objective) query.objective = objective;
  }
  if (query.objective == PlanObjective::kCost && !query.price) {
    refuse(
        fmt::format("--minimize cost: no price of chip '{}' is known; give one with --chip-hour", query.chip.name));
  }
}

void read_price(const PlanRequest& request, PlanQuery& query) {
  if (request.chip_hour > 0.0) {
    query.price = DollarsPerSecond(request.chip_hour / 3600.0);
    return;
  }
  const auto price = find_chip_price(query.chip.name);
  if (!price) return;
  const DollarsPerSecond chosen = request.commitment == "one_year"      ? price->one_year
                                  : request.commitment == "three_years" ? price->three_years
                                                                        : price->on_demand;
  if (chosen > DollarsPerSecond(0)) query.price = chosen;
}

void read_failures(const PlanRequest& request, PlanQuery& query) {
  const bool is_gpu = slice_rule(query.pod) == SliceRule::kSwitched;
  const std::string name = request.failures.empty() ? (is_gpu ? "llama3" : "published") : request.failures;
  for (const NamedFailureClasses& list : named_failure_classes()) {
    if (name == list.name) query.failures.failures = list.classes();
  }
}

/// Products in other formats would run as the next wider one.
bool has_format(const ChipSpec& chip, Precision precision) {
  switch (precision) {
    case Precision::kBf16: return true;
    case Precision::kInt8: return chip.peak_int8 > FlopsPerSecond(0);
    case Precision::kFp8: return chip.peak_fp8 > FlopsPerSecond(0);
    case Precision::kFp4: return chip.peak_fp4 > FlopsPerSecond(0);
  }
  return false;
}

/// Those of the formats asked for that the chip has.
std::vector<Precision> chosen_precisions(const std::vector<std::string>& asked, const ChipSpec& chip) {
  if (asked.empty()) return {Precision::kBf16};
  std::vector<Precision> chosen;
  std::vector<std::string_view> known;
  for (const Precision precision : {Precision::kBf16, Precision::kInt8, Precision::kFp8, Precision::kFp4}) {
    if (!has_format(chip, precision)) continue;
    known.push_back(precision_text(precision));
    if (std::find(asked.begin(), asked.end(), known.back()) != asked.end()) chosen.push_back(precision);
  }
  if (chosen.empty()) {
    refuse(fmt::format("--precision {}: chip '{}' has {}", fmt::join(asked, ","), chip.name, fmt::join(known, ", ")));
  }
  return chosen;
}

void read_space(const PlanRequest& request, PlanQuery& query) {
  PlanSpace& space = query.space;
  space.interleaves = {1, 2, 4, 8};
  space.layouts.has_light_end_stages = true;
  space.layouts.most_pipeline = 64;
  space.tries_sharded_optimizer = !request.plan.given.contains("shards_optimizer");
  space.precisions = chosen_precisions(request.precisions, query.chip);
  for (const auto& [name, policy] : named_remat_policies()) {
    const bool is_asked = std::find(request.remats.begin(), request.remats.end(), name) != request.remats.end();
    if (request.remats.empty() || is_asked) space.remats.push_back(policy);
  }
}

void read_batch(const PlanRequest& request, PlanQuery& query) {
  const double tokens =
      request.critical_batch.empty() ? kBatchTokens : count_option("--critical-batch", request.critical_batch);
  const double sequences = request.batch > 0 ? request.batch : tokens / query.start.sequence_length;
  if (sequences < 1.0) {
    refuse(fmt::format("--critical-batch {}: it is less than one sequence of {} tokens", request.critical_batch,
                       query.start.sequence_length));
  }
  query.most_batch = static_cast<int>(std::min(sequences, 1e8));
}

void read_slices(const PlanRequest& request, PlanQuery& query) {
  query.slices = request.slices;
  if (request.slice.empty()) return;
  query.slice = chosen_shape(request.slice);
  if (const std::string fault = slice_shape_fault(*query.slice, query.pod); !fault.empty()) refuse(fault);
}

void add_machine(CLI::App& command, PlanRequest& request) {
  command.add_option("--model", request.model, "Model of the catalog, such as llama3.1-405b")->required();
  command.add_option("--chip", request.chip, "Chip of the catalog, such as v7");
  command.add_option("--pod", request.pod, "Pod of the catalog, where several have the chip");
  command.add_option("--site", request.site, "Site of the catalog: its PUE, network and storage");
  command.add_option("--chips", request.chips, "Chips, such as 8192 or 4096..65536");
  command.add_option("--slice", request.slice, "Only this shape of slices, such as 16x16x16");
  command.add_option("--slices", request.slices, "Only this many slices")->check(number_in(1, 100000));
}

void add_run(CLI::App& command, PlanRequest& request) {
  command.add_option("--tokens", request.tokens, "Tokens to train, such as 15T (default: 20 for each parameter)");
  command.add_option("--deadline", request.deadline, "The run ends within this time, such as 30days");
  command.add_option("--budget", request.budget, "The run costs at most so many dollars, such as 200M");
  command
      .add_option("--megawatts", request.megawatts, "The chips need at most so much at full activity, at the meter")
      ->check(number_in(1e-3, 1e6));
  command
      .add_option("--minimize", request.objective,
                  "What the best plan has least of (default: time; with a deadline and no budget cost)")
      ->check(CLI::IsMember({"time", "cost", "energy", "chips"}));
}

void add_choices(CLI::App& command, PlanRequest& request) {
  CLI::Option* critical = command.add_option("--critical-batch", request.critical_batch,
                                             "Largest useful batch, in tokens (default: 16 Mi, as Llama 3 405B)");
  command.add_option("--global-batch,--batch", request.batch, "Largest batch, in sequences")
      ->check(number_in(1, 100000000))
      ->excludes(critical);
  command.add_option("--precision", request.precisions, "Number formats to try (default: bf16)")
      ->delimiter(',')
      ->check(CLI::IsMember({"bf16", "int8", "fp8", "fp4"}));
  command
      .add_option("--remat", request.remats,
                  "Remat policies to try (default: all): none, minimal, projections, attention, full, offload")
      ->delimiter(',')
      ->check(CLI::IsMember({"none", "minimal", "projections", "attention", "full", "offload"}));
}

void add_costs(CLI::App& command, PlanRequest& request) {
  CLI::Option* commitment =
      command.add_option("--price", request.commitment, "List price: on_demand, one_year, three_years")
          ->check(CLI::IsMember({"on_demand", "one_year", "three_years"}));
  command.add_option("--chip-hour", request.chip_hour, "Dollars for a chip and hour, in place of the list price")
      ->check(number_in(1e-6, 1e6))
      ->excludes(commitment);
  std::vector<std::string> lists;
  for (const NamedFailureClasses& list : named_failure_classes()) lists.emplace_back(list.name);
  command.add_option("--failures", request.failures, "Failure rates: a list of `gigapod describe failures`")
      ->check(CLI::IsMember(lists));
  command.add_option("--pue", request.pue, "Power at the meter over IT power (default: of the site)")
      ->check(number_in(1.0, 10.0));
}

}  // namespace

void add_plan_request(CLI::App& command, PlanRequest& request) {
  add_machine(command, request);
  add_run(command, request);
  add_choices(command, request);
  add_costs(command, request);
  command.add_option("--top", request.top, "Layouts to compare (default: 5)")->check(number_in(1, 100));
  command.add_option("--catalog", request.catalog.folders, "Further catalog folder, over the program's own");
  add_plan_options(command, request.plan, kSearchedFields);
}

PlanQuery plan_query(const PlanRequest& request) {
  const Catalog catalog = load_catalog(request.catalog);
  PlanQuery query;
  query.pod = chosen_pod(request.pod, request.chip, catalog);
  query.chip = catalog.chips.at(query.pod.chip);
  if (!request.site.empty()) query.site = catalog_entry("site", request.site, catalog.sites);
  if (request.pue > 0.0) query.site.power.pue = request.pue;
  query.start.model = catalog_entry("model", request.model, catalog.models);
  query.start.sequence_length = kSequenceLength;
  if (slice_rule(query.pod) == SliceRule::kSwitched) {
    query.start.weight_transfer_bytes = query.start.gradient_transfer_bytes = kGpuTransferBytes;
  }
  fill_plan(request.plan, query.start, query.space.layouts.fixed);
  query.tokens = request.tokens.empty() ? kTokensPerParameter * active_parameter_count(query.start.model)
                                        : count_option("--tokens", request.tokens);
  query.top = request.top;
  read_price(request, query);
  read_limits(request, query);
  read_objective(request, query);
  read_failures(request, query);
  read_space(request, query);
  read_batch(request, query);
  read_slices(request, query);
  if (request.chips.empty() && request.megawatts <= 0.0) refuse("name the chips with --chips, or --megawatts");
  if (request.chips.empty()) {
    chips_for_power(query);
  } else {
    read_chips(request.chips, query);
  }
  return query;
}

}  // namespace gigapod::app
