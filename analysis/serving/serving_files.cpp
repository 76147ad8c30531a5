#include "analysis/column_lists.hpp"
#include "analysis/csv_table.hpp"
#include "analysis/serving/serving_answer.hpp"
#include "analysis/serving/serving_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

Json optional_json(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json latency_json(const LatencySummary& l, Seconds target) {
  return {{"mean_seconds", l.mean.value()},
          {"p50_seconds", l.p50.value()},
          {"p95_seconds", l.p95.value()},
          {"p99_seconds", l.p99.value()},
          {"longest_seconds", l.longest.value()},
          {"target_seconds", target > Seconds(0.0) ? Json(target.value()) : Json(nullptr)}};
}

Json lengths_json(const LengthSummary& l) {
  return {{"mean", l.mean}, {"p50", l.p50}, {"p90", l.p90}, {"p99", l.p99}, {"longest", l.most}};
}

Json requests_json(const ServingAnswer& answer) {
  const RequestSummary& r = answer.requests;
  return {{"from", answer.requests_from},
          {"count", r.requests},
          {"requests_per_second", r.rate.value()},
          {"duration_seconds", r.duration.value()},
          {"fano_per_minute", r.fano_per_minute},
          {"arrival_variation", r.arrival_variation},
          {"prompt_tokens", lengths_json(r.prompt)},
          {"output_tokens", lengths_json(r.output)},
          {"shared_prefix_fraction", r.shared_prefix_share}};
}

Json tenants_json(const ServingAnswer& answer) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(answer.tenants.size(), answer.outcome.tenants.size()); ++i) {
    const RequestCounts& counts = answer.outcome.tenants[i];
    list.push_back({{"tenant", answer.tenants[i]},
                    {"arrived", counts.arrived},
                    {"completed", counts.completed},
                    {"rate_limited", counts.rate_limited}});
  }
  return list;
}

Json speculation_json(const std::optional<Speculation>& speculation) {
  if (!speculation) return nullptr;
  return {{"draft_model", speculation->draft.name},
          {"drafted_tokens", speculation->drafted_tokens},
          {"acceptance_fraction", speculation->acceptance}};
}

Json scaling_json(const std::optional<ReplicaScaling>& scaling) {
  if (!scaling) return nullptr;
  return {{"autoscaler", scaling->policy.name},
          {"least_replicas", scaling->least},
          {"most_replicas", scaling->most},
          {"interval_seconds", scaling->interval.value()},
          {"load_seconds", scaling->load_time.value()},
          {"capacity_per_replica_requests_per_second", scaling->capacity_per_replica},
          {"target_utilization", scaling->target_utilization}};
}

}  // namespace

const char* layout_name(ServingLayout layout) {
  return layout == ServingLayout::kTensor ? "tensor" : "data_parallel_attention";
}

nlohmann::ordered_json setup_json(const ServingAnswer& answer) {
  const ServingSetup& setup = answer.setup;
  const ReplicaSetup& replica = setup.replica;
  return {{"model", replica.plan.model.name},
          {"chip", replica.chip.name},
          {"pod", answer.pod},
          {"slice", to_text(answer.shape)},
          {"chips_per_replica", replica.slice.chips()},
          {"replicas", setup.replicas},
          {"scaling", scaling_json(setup.scaling)},
          {"prefill_replicas", setup.prefill ? setup.prefill->replicas : 0},
          {"prefill_slice", setup.prefill ? Json(to_text(answer.prefill_shape)) : Json(nullptr)},
          {"layout", layout_name(replica.plan.layout)},
          {"weight_bytes", replica.plan.weight_bytes},
          {"kv_bytes", replica.plan.kv_bytes},
          {"prefix_cache", replica.has_prefix_cache},
          {"scheduler", replica.scheduler.name},
          {"router", setup.router.name},
          {"step_tokens", replica.step_tokens},
          {"max_sequences", replica.max_sequences},
          {"speculation", speculation_json(replica.speculation)},
          {"concurrency", setup.concurrency}};
}

std::string serving_json(const ServingAnswer& answer) {
  const ServingOutcome& o = answer.outcome;
  const LatencyTargets& targets = answer.setup.targets;
  const Seconds all = o.seconds.prefill + o.seconds.decode + o.seconds.idle;
  Json json = setup_json(answer);
  json["requests"] = requests_json(answer);
  json["counts"] = {{"arrived", o.requests.arrived},
                    {"completed", o.requests.completed},
                    {"too_long", o.requests.too_long},
                    {"rate_limited", o.requests.rate_limited},
                    {"queue_full", o.requests.queue_full}};
  json["duration_seconds"] = o.duration.value();
  json["mean_replicas"] = o.mean_replicas;
  json["throughput"] = {{"requests_per_second", o.completed_per_second()},
                        {"output_tokens_per_second", answer.output_tokens_per_second()},
                        {"output_tokens_per_second_per_chip", answer.output_tokens_per_second_per_chip()},
                        {"tokens_per_second", answer.tokens_per_second()}};
  json["latency"] = {{"ttft", latency_json(o.ttft, targets.ttft)},
                     {"tpot", latency_json(o.tpot, targets.tpot)},
                     {"end_to_end", latency_json(o.end_to_end, targets.end_to_end)},
                     {"queueing", latency_json(o.queueing, Seconds(0.0))}};
  json["slo"] = {{"attained_fraction", answer.attainment()},
                 {"wanted_fraction", answer.wanted_share},
                 {"held", answer.holds_targets()}};
  json["time_fraction"] = {
      {"prefill", o.seconds.prefill / all}, {"decode", o.seconds.decode / all}, {"idle", o.seconds.idle / all}};
  json["cache"] = {{"mean_fraction", o.cache.mean}, {"peak_fraction", o.cache.peak}};
  json["mean_batch"] = answer.mean_batch();
  json["prefix_hit_fraction"] = answer.prefix_hit_share();
  json["transfers"] = {
      {"count", o.transfers}, {"bytes", o.transferred.value()}, {"mean_seconds", o.transfer_mean.value()}};
  json["tenants"] = tenants_json(answer);
  json["restarts"] = o.restarts;
  json["preemptions"] = o.preemptions;
  json["mean_in_system"] = o.mean_in_system;
  json["littles_law_error"] = o.littles_law_error;
  json["cost"] = {{"dollars_per_chip_hour", answer.price ? Json(answer.price->value() * 3600.0) : Json(nullptr)},
                  {"dollars_per_million_tokens", optional_json(answer.dollars_per_million_tokens())},
                  {"dollars_per_million_output_tokens", optional_json(answer.dollars_per_million_output_tokens())}};
  json["energy"] = {{"joules", o.energy.total().value()},
                    {"joules_per_million_tokens", answer.joules_per_million_tokens().value()}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string serving_records_csv(const ServingAnswer& answer, const RequestTrace& trace) {
  std::string text = csv_heading(request_columns());
  std::vector<RequestRecord> records = answer.outcome.records;
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.request < b.request; });
  for (const RequestRecord& record : records) {
    const Request& request = trace.requests[record.request];
    const auto tenant = static_cast<std::size_t>(request.tenant);
    const double further = request.output_tokens - 1;
    text += fmt::format("{},{},{},{},{},{:.9g},{},{},{},{:.9g},{:.9g},", record.request,
                        tenant < trace.tenants.size() ? csv_field(trace.tenants[tenant]) : "", request.priority,
                        request.prompt_tokens, request.output_tokens, record.arrival.value(), record.replica,
                        record.preemptions, record.cached_tokens, (record.started - record.arrival).value(),
                        (record.first_token - record.arrival).value());
    if (further > 0.0) text += fmt::format("{:.9g}", (record.end - record.first_token).value() / further);
    text += fmt::format(",{:.9g}\n", (record.end - record.arrival).value());
  }
  return text;
}

}  // namespace gigapod
