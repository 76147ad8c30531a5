// Lengths of prompts and answers are exponential around the means of each sector, sectors in the proportion of their
// demand. Azure's 2023 conversations have 129 and 424 output tokens at 50% and 90% of a mean of 211, exponential ones
// 146 and 486. Requests over the model's context window are cut to it. Arrivals are Poisson at each replica.

#include "sim/engine/fleet_surrogates.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/model/demand/sector_plan.hpp"
#include "sim/model/demand/service_tenant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

constexpr int kRequests = 6000;     ///< of the trace that lengths are taken from
constexpr std::uint64_t kSeed = 1;  ///< a table is the same under every seed of the scenario

QuantileTimes quantiles_of(const LatencySummary& summary, Seconds added, double slowdown) {
  return {summary.p50 * slowdown + added, summary.p95 * slowdown + added, summary.p99 * slowdown + added};
}

}  // namespace

FleetLatency FleetSurrogate::latency(const ServingPlan& plan, double utilization, Seconds queued,
                                     double slowdown) const {
  const ServingPoint point = table.at(utilization * load_within);
  FleetLatency latency;
  latency.ttft = quantiles_of(point.ttft, queued, slowdown);
  latency.tpot = quantiles_of(point.tpot, Seconds(0.0), slowdown);
  latency.end_to_end = quantiles_of(point.end_to_end, queued, slowdown);
  latency.mean_ttft = point.ttft.mean * slowdown + queued;
  latency.mean_tpot = point.tpot.mean * slowdown;
  latency.in_flight = point.in_system;
  latency.attainment = share_within(latency.ttft, plan.ttft_target) * share_within(latency.tpot, plan.tpot_target);
  return latency;
}

void FleetSurrogates::plan_load(const Kind& kind, FleetSurrogate& surrogate) {
  LatencyTargets targets;
  targets.ttft = kind.plan.ttft_target;
  targets.tpot = kind.plan.tpot_target;
  surrogate.load_within = surrogate.table.load_within(targets, kind.percentile);
  if (surrogate.load_within <= 0.0) {
    const ServingPoint least = surrogate.table.at(0.0);
    surrogate.load_within = surrogate.table.highest_load();
    surrogate.warning = fmt::format(
        "no load of a replica holds the targets with its {} latencies: at the lowest, TTFT is {:.0f} ms and TPOT "
        "{:.1f} ms; its replicas are loaded without regard to them",
        kPercentileNames[static_cast<std::size_t>(kind.percentile)], least.ttft.at(kind.percentile).value() * 1e3,
        least.tpot.at(kind.percentile).value() * 1e3);
  }
  surrogate.requests_per_second = surrogate.load_within * surrogate.table.capacity();
}

std::vector<FleetSurrogates::Part> FleetSurrogates::parts_of(const FleetSpec& spec, const Scenario& scenario) {
  if (!spec.tenants) return {{1.0, spec.plan.prompt_tokens, spec.plan.output_tokens}};
  std::vector<Part> parts;
  const std::vector<double> shares = sector_shares(*spec.tenants, scenario.population);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!(shares[i] > 0.0)) continue;
    const ServingPlan plan = sector_plan(spec.plan, scenario.population.sectors[i]);
    parts.push_back({shares[i], plan.prompt_tokens, plan.output_tokens});
  }
  return parts;
}

RequestTrace FleetSurrogates::trace_of(const std::vector<Part>& parts, const TransformerSpec& model) {
  RandomStream random = RandomStreams(kSeed).stream("serving/lengths");
  std::vector<double> shares;
  for (const Part& part : parts) shares.push_back(part.share);
  const auto tokens = [&random](double mean) {
    return 1 + static_cast<std::int32_t>(random.exponential(Hertz(1.0)).value() * (mean - 1.0));
  };
  RequestTrace trace;
  for (int i = 0; i < kRequests; ++i) {
    const Part& part = parts[random.weighted(shares)];
    Request request;
    request.arrival = Seconds(i);
    request.prompt_tokens = tokens(part.prompt_tokens);
    request.output_tokens = tokens(part.output_tokens);
    if (model.context_window > 1) {
      request.prompt_tokens = std::min(request.prompt_tokens, model.context_window - 1);
      request.output_tokens = std::min(request.output_tokens, model.context_window - request.prompt_tokens);
    }
    trace.requests.push_back(request);
  }
  return trace;
}

FleetSurrogates::Entry& FleetSurrogates::entry_of(const FleetSpec& spec, const Scenario& scenario) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  Kind kind{
      spec.plan,       pod, scenario.chips.at(pod.chip), spec.slice, parts_of(spec, scenario), spec.target_percentile,
      spec.step_tokens};
  const auto known =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.kind == kind; });
  return known != entries_.end() ? *known : entries_.emplace_back(Entry{std::move(kind), 0, std::nullopt});
}

FleetSurrogate FleetSurrogates::measured(const Kind& kind, int threads) {
  ServingSetup setup;
  setup.replica.plan = kind.plan;
  setup.replica.chip = kind.chip;
  setup.replica.slice = slice_topology(kind.slice, kind.pod);
  setup.replica.step_tokens = kind.step_tokens;
  // The batch of the closed form bounds the sequences that run together.
  const int batch = replica_capacity(kind.plan, kind.chip, setup.replica.slice).batch;
  setup.replica.max_sequences = std::clamp(batch, 1, setup.replica.step_tokens - 1);
  const std::vector<std::string> faults = setup_faults(setup);
  GIGAPOD_CHECK(faults.empty(), "a valid serving plan can be simulated");
  FleetSurrogate surrogate;
  const RequestTrace trace = trace_of(kind.parts, kind.plan.model);
  surrogate.table = ServingSurrogate::measure({&trace, 1}, setup, {}, threads);
  plan_load(kind, surrogate);
  return surrogate;
}

const FleetSurrogate& FleetSurrogates::of(const FleetSpec& spec, const Scenario& scenario) {
  Entry& entry = entry_of(spec, scenario);
  if (!entry.surrogate) entry.surrogate = measured(entry.kind, 1);
  return *entry.surrogate;
}

std::vector<FleetSurrogates::Entry*> FleetSurrogates::entries_of(const Scenario& scenario) {
  std::vector<Entry*> entries;
  for (const FleetSpec& spec : scenario.fleets) {
    Entry* entry = &entry_of(spec, scenario);
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
  }
  return entries;
}

void FleetSurrogates::expect_runs(const Scenario& scenario, std::size_t runs) {
  for (Entry* entry : entries_of(scenario)) entry->runs += runs;
}

void FleetSurrogates::measure(const Scenario& scenario, int threads, std::size_t runs) {
  for (Entry* entry : entries_of(scenario)) {
    if (!entry->surrogate && entry->runs >= runs) entry->surrogate = measured(entry->kind, threads);
  }
}

}  // namespace gigapod
