#include "sim/app/serve_options.hpp"

#include "analysis/smallest_slice.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/outage_option.hpp"
#include "sim/app/plugin_options.hpp"
#include "sim/base/dimension.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/policy/request_scheduler.hpp"

#include <array>

namespace gigapod::app {
namespace {

struct Format {
  const char* name;
  Precision products;
  double bytes;
};
constexpr std::array<Format, 4> kFormats = {{{"bf16", Precision::kBf16, 2.0},
                                             {"int8", Precision::kInt8, 1.0},
                                             {"fp8", Precision::kFp8, 1.0},
                                             {"fp4", Precision::kFp4, 0.5}}};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

/// The parser has checked the name.
const Format& format_of(const std::string& name) {
  for (const Format& format : kFormats) {
    if (name == format.name) return format;
  }
  return kFormats[0];
}

/// 0 when the text is empty.
Seconds target_of(const char* option, const std::string& text) {
  if (text.empty()) return Seconds(0.0);
  const Seconds target(amount_option(option, text, Dimension::kTime));
  if (target <= Seconds(0.0)) refuse(fmt::format("{} {}: it must be above 0", option, text));
  return target;
}

/// Refuses a slice whose HBM does not hold the model, with the smallest that does.
void check_memory(const ServingSetup& setup, const PodSpec& pod, const Shape& shape) {
  ServingPlan plan = setup.replica.plan;
  plan.ttft_target = plan.tpot_target = Seconds(1e9);
  const std::vector<std::string> faults = serving_faults(plan, setup.replica.chip, setup.replica.slice);
  if (faults.empty()) return;
  const std::optional<Shape> smallest = smallest_slice(plan, setup.replica.chip, pod);
  refuse_input(fmt::format("{} does not fit {} {}: {}; {}", plan.model.name, setup.replica.chip.name, to_text(shape),
                           faults.front(),
                           smallest ? fmt::format("the smallest slice that holds it is {}", to_text(*smallest))
                                    : fmt::format("no slice of a pod '{}' holds it", pod.name)));
}

/// Caches go over the data-centre network unless a rate is given.
PrefillPool prefill_pool(const ServeOptions& options, const PodSpec& pod, const ChipSpec& chip, const Shape& shape) {
  PrefillPool pool;
  pool.replicas = options.prefill_replicas;
  pool.slice = slice_topology(shape, pod);
  pool.transfer_rate =
      options.transfer_rate.empty()
          ? slice_dcn_bandwidth(pod, chip, shape.chips(), DcnSpec{})
          : BytesPerSecond(amount_option("--transfer-rate", options.transfer_rate, Dimension::kDataRate));
  if (pool.transfer_rate <= BytesPerSecond(0))
    refuse(fmt::format("--transfer-rate {}: it must be above 0", options.transfer_rate));
  return pool;
}

void add_prefill_options(CLI::App& command, ServeOptions& options) {
  CLI::Option* replicas =
      command.add_option("--prefill-replicas", options.prefill_replicas, "Replicas that compute prompts only")
          ->check(number_in(1, 100'000))
          ->group("Prefill apart");
  command.add_option("--prefill-slice", options.prefill_slice, "Slice of each (default: as --slice)")
      ->needs(replicas)
      ->group("Prefill apart");
  command
      .add_option("--transfer-rate", options.transfer_rate,
                  "Rate at which one sends caches, such as 25GB/s (default: its data-centre network)")
      ->needs(replicas)
      ->group("Prefill apart");
}

void add_format_options(CLI::App& command, ServeOptions& options) {
  const auto add = [&](const char* name, std::string& value, const char* text) {
    command.add_option(name, value, text)->check(CLI::IsMember(format_names()))->group("Replicas");
  };
  add("--weights", options.weights, "Format of the weights: bf16, int8, fp8, fp4");
  add("--kv", options.cache, "Format of the cache: bf16, int8, fp8, fp4");
  add("--precision", options.products, "Format of matrix products (default: as the weights)");
}

void add_number_options(CLI::App& command, ServeOptions& options) {
  const auto group = [](CLI::Option* option) {
    option->group("Replicas");
    return option;
  };
  group(command.add_option("--replicas", options.replicas, "Replicas behind the router"))
      ->check(number_in(1, 100'000));
  group(command.add_option("--fail", options.failures,
                           "Time in which a replica is down: REPLICA:BEGIN:END, such as 0:60s:2min"));
  group(command.add_option("--drain", options.drains,
                           "Time in which it finishes what runs and takes nothing new, likewise"));
}

void add_replica_options(CLI::App& command, ServeOptions& options) {
  const auto group = [](CLI::Option* option) {
    option->group("Replicas");
    return option;
  };
  group(command.add_option("--scheduler", options.scheduler,
                           fmt::format("Order in which a replica starts requests: {}",
                                       fmt::join(Registry<RequestScheduler>::names(), ", "))));
  group(command.add_option(
      "--router", options.router,
      fmt::format("How requests are spread over replicas: {}", fmt::join(Registry<RequestRouter>::names(), ", "))));
  group(command.add_option("--step-tokens", options.step_tokens, "Most tokens of one step (chunked prefill)"))
      ->check(number_in(2, 10'000'000));
  group(command.add_option("--max-sequences", options.max_sequences, "Most running requests of a replica"))
      ->check(number_in(1, 1'000'000));
  group(command.add_option("--tenant-limit", options.tenant_limits,
                           "Requests a second of a tenant, more are refused (429): TENANT=RATE"));
  group(command.add_option("--queue-limit", options.queue_limit,
                           "Waiting requests of a replica at most, more are refused"))
      ->check(number_in(1, 100'000'000));
  group(command.add_option("--kv-block", options.cache_block, "Tokens of one page of the cache"))
      ->check(number_in(2, 1'000'000));
  group(command.add_flag("--prefix-cache", options.has_prefix_cache,
                         "Keep prompt blocks for prompts that begin alike"));
}

void add_model_options(CLI::App& command, ServeOptions& options) {
  command
      .add_option("--layout", options.layout,
                  "tensor: every layer over the slice; data_parallel_attention: only routed experts are")
      ->check(CLI::IsMember({"tensor", "data_parallel_attention"}))
      ->group("Replicas");
  command
      .add_option("--expert-skew", options.expert_skew, "Zipf exponent of experts' popularity (default: all alike)")
      ->check(number_in(0.0, 10.0))
      ->group("Replicas");
  CLI::Option* draft = command.add_option("--draft-model", options.draft_model, "Small model that drafts tokens");
  draft->group("Speculation");
  const auto group = [draft](CLI::Option* option) {
    option->needs(draft)->group("Speculation");
    return option;
  };
  group(command.add_option("--draft-weights", options.draft_weights, "Format of its weights"))
      ->check(CLI::IsMember(format_names()));
  group(command.add_option("--draft-tokens", options.draft_tokens, "Tokens drafted a step (default: 4)"))
      ->check(number_in(1, 64));
  group(command.add_option("--acceptance", options.acceptance,
                           "Chance that a drafted token is accepted (default: 0.7)"))
      ->check(number_in(0.0, 1.0));
}

void add_target_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--warm-up", options.warm_up, "Requests that arrive before this leave latencies out")
      ->group("Targets");
  command.add_option("--ttft", options.ttft, "Target for the time to the first token")->group("Targets");
  command.add_option("--tpot", options.tpot, "Target for the time per further output token")->group("Targets");
  command.add_option("--e2e", options.end_to_end, "Target for the time from arrival to the last token")
      ->group("Targets");
  command.add_option("--slo-percentile", options.percentile, "Percentage of requests that must hold every target")
      ->check(number_in(0.1, 100.0))
      ->group("Targets");
}

}  // namespace

LatencyTargets chosen_targets(const ServeOptions& options) {
  return {target_of("--ttft", options.ttft), target_of("--tpot", options.tpot),
          target_of("--e2e", options.end_to_end)};
}

ServingPlan chosen_serving_plan(const ServeOptions& options, const TransformerSpec& model) {
  const LatencyTargets targets = chosen_targets(options);
  ServingPlan plan;
  plan.model = model;
  plan.precision = format_of(options.products.empty() ? options.weights : options.products).products;
  plan.weight_bytes = format_of(options.weights).bytes;
  plan.kv_bytes = format_of(options.cache).bytes;
  if (options.layout != "tensor") plan.layout = ServingLayout::kDataParallelAttention;
  if (options.expert_skew >= 0.0) plan.expert_skew = options.expert_skew;
  if (targets.ttft > Seconds(0)) plan.ttft_target = targets.ttft;
  if (targets.tpot > Seconds(0)) plan.tpot_target = targets.tpot;
  return plan;
}

ServingSetup base_setup(const ServeOptions& options, const ServingPlan& plan, const Catalog& catalog) {
  (void)chosen_plugin<RequestScheduler>("request scheduler", options.scheduler);
  (void)chosen_plugin<RequestRouter>("router", options.router);
  ServingSetup setup;
  setup.replica.plan = plan;
  setup.replica.step_tokens = options.step_tokens;
  setup.replica.max_sequences = options.max_sequences;
  setup.replica.kv_block_tokens = options.cache_block;
  setup.replica.has_prefix_cache = options.has_prefix_cache;
  if (!options.draft_model.empty()) {
    setup.replica.speculation =
        Speculation{catalog_entry("model", options.draft_model, catalog.models),
                    format_of(options.draft_weights).bytes, options.draft_tokens, options.acceptance};
  }
  setup.replica.scheduler.name = options.scheduler;
  setup.replicas = options.replicas;
  setup.router.name = options.router;
  setup.queue_limit = options.queue_limit;
  setup.concurrency = options.requests.concurrency;
  for (const std::string& text : options.failures)
    setup.outages.push_back(outage_option("--fail", text, options.replicas, false));
  for (const std::string& text : options.drains)
    setup.outages.push_back(outage_option("--drain", text, options.replicas, true));
  setup.targets = chosen_targets(options);
  if (!options.warm_up.empty())
    setup.warm_up = Seconds(amount_option("--warm-up", options.warm_up, Dimension::kTime));
  return setup;
}

void check_prefix_blocks(const ServeOptions& options, const RequestTrace& trace) {
  if (!options.has_prefix_cache) return;
  if (trace.prefix_block_tokens == 0) {
    refuse(
        "--prefix-cache: the requests have no prefix hashes; a trace has them in a column, --shared-prefix makes "
        "them");
  }
  if (trace.prefix_block_tokens % options.cache_block == 0) return;
  refuse(fmt::format("--kv-block {}: prefix blocks of {} tokens are not whole pages of the cache",
                     options.cache_block, trace.prefix_block_tokens));
}

Shape prefill_shape(const ServeOptions& options, const PodSpec& pod, const Shape& shape) {
  if (options.prefill_slice.empty()) return shape;
  Shape chosen = chosen_shape(options.prefill_slice);
  if (const std::string fault = slice_shape_fault(chosen, pod); !fault.empty()) refuse(fault);
  return chosen;
}

ServingSetup chosen_setup(const ServeOptions& options, const ServingPlan& plan, const Catalog& catalog,
                          const PodSpec& pod, const Shape& shape) {
  const ChipSpec& chip = catalog.chips.at(pod.chip);
  if (const std::string fault = slice_shape_fault(shape, pod); !fault.empty()) refuse(fault);
  ServingSetup setup = base_setup(options, plan, catalog);
  setup.replica.chip = chip;
  setup.replica.slice = slice_topology(shape, pod);
  if (options.prefill_replicas > 0)
    setup.prefill = prefill_pool(options, pod, chip, prefill_shape(options, pod, shape));
  check_memory(setup, pod, shape);
  setup.scaling = chosen_scaling(options.scaling, setup);
  std::string faults;
  for (const std::string& fault : setup_faults(setup)) faults += fmt::format("error: {}\n", fault);
  if (!faults.empty()) throw WrongUsage(faults);
  return setup;
}

void add_serve_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--chip", options.chips, "Chip of the catalog, such as v6e; with --search several")
      ->delimiter(',');
  command.add_option("--pod", options.pod, "Pod of the catalog, where several have the chip");
  command.add_option("--slice", options.slice, "Slice of one replica, such as 2x4");
  add_number_options(command, options);
  add_scaling_options(command, options.scaling);
  add_prefill_options(command, options);
  add_work_options(command, options);
}

void add_work_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--model", options.model, "Model of the catalog, such as llama3.1-70b")->required();
  add_format_options(command, options);
  add_replica_options(command, options);
  add_model_options(command, options);
  add_target_options(command, options);
  add_request_options(command, options.requests);
  command.add_option("--catalog", options.catalog.folders, "Further catalog folder, over the program's own");
}

}  // namespace gigapod::app
