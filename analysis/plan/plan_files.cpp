#include "analysis/json_csv.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "sim/base/version.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

void add_plan(Json& row, const PlannedRun& run) {
  const Parallelism& p = run.plan.parallelism;
  row["chips"] = run.chips();
  row["slice"] = to_text(run.allocation.slices.slice);
  row["slices"] = run.allocation.slices.slices;
  row["is_twisted"] = run.allocation.is_twisted;
  row["tensor"] = p.tensor;
  row["fsdp"] = p.fsdp;
  row["data"] = p.data;
  row["pipeline"] = p.pipeline;
  row["expert"] = p.expert;
  row["context"] = p.context;
  row["dcn_data"] = p.dcn_data;
  row["dcn_fsdp"] = p.dcn_fsdp;
  row["dcn_pipeline"] = p.dcn_pipeline;
  row["microbatches"] = p.microbatches;
  row["pipeline_interleave"] = p.pipeline_interleave;
  row["gradient_accumulation"] = run.plan.gradient_accumulation;
  row["global_batch_sequences"] = run.plan.global_batch;
  row["shards_optimizer"] = run.plan.shards_optimizer;
  row["remat"] = remat_text(run.plan);
  row["precision"] = precision_text(run.plan.precision);
}

Json row_of(const PlannedRun& run, bool has_price) {
  Json row;
  row["time_seconds"] = run.value.time.value();
  row["energy_joules"] = run.value.energy.value();
  row["cost_dollars"] = has_price ? Json(run.value.cost.value()) : Json(nullptr);
  add_plan(row, run);
  row["step_seconds"] = run.step.total.value();
  row["mfu_fraction"] = run.step.mfu;
  row["tokens_per_second"] = run.step.tokens_per_second;
  row["goodput_fraction"] = run.goodput.goodput;
  row["mean_time_between_interruptions_seconds"] = run.goodput.mean_time_between_interruptions.value();
  row["power_watts"] = run.power.value();
  row["provisioned_power_watts"] = run.provisioned_power.value();
  row["hbm_bytes_per_chip"] = run.step.memory.total().value();
  for (const RunPart& part : run_parts(run)) row[std::string(part.name) + "_run_seconds"] = part.time.value();
  return row;
}

void add_rows(std::vector<Json>& rows, const char* list, const std::vector<PlannedRun>& runs, bool has_price) {
  for (const PlannedRun& run : runs) {
    Json row = {{"list", list}};
    row.update(row_of(run, has_price));
    rows.push_back(std::move(row));
  }
}

Json query_json(const PlanQuery& query) {
  const auto limit = [](double value) { return value > 0.0 ? Json(value) : Json(nullptr); };
  return {{"model", query.start.model.name},
          {"sequence_length_tokens", query.start.sequence_length},
          {"tokens", query.tokens},
          {"pod", query.pod.name},
          {"chip", query.chip.name},
          {"least_chips", query.least_chips},
          {"most_chips", query.most_chips},
          {"most_batch_sequences", query.most_batch},
          {"objective", objective_name(query.objective)},
          {"deadline_seconds", limit(query.limits.deadline.value())},
          {"budget_dollars", limit(query.limits.budget.value())},
          {"power_limit_watts", limit(query.limits.power.value())},
          {"price_dollars_per_chip_hour", query.price ? Json(query.price->value() * 3600.0) : Json(nullptr)},
          {"pue", query.site.power.pue}};
}

Json rows_json(const std::vector<PlannedRun>& runs, bool has_price) {
  Json rows = Json::array();
  for (const PlannedRun& run : runs) rows.push_back(row_of(run, has_price));
  return rows;
}

}  // namespace

std::string plan_csv(const PlanAnswer& answer) {
  std::vector<Json> rows;
  const bool has_price = answer.query.price.has_value();
  add_rows(rows, "top", answer.top, has_price);
  add_rows(rows, "front", answer.front, has_price);
  return rows.empty() ? std::string() : csv_rows(rows);
}

std::string plan_json(const PlanAnswer& answer) {
  const bool has_price = answer.query.price.has_value();
  Json gains = Json::array();
  for (const PlanGain& gain : answer.gains) {
    gains.push_back(
        {{"name", gain.name}, {"what", gain.what}, {"gain_fraction", gain.gain}, {"is_limit", gain.is_limit}});
  }
  Json shortfalls = Json::array();
  for (const PlanShortfall& shortfall : answer.shortfalls) {
    shortfalls.push_back({{"limit", shortfall.limit}, {"text", shortfall.text}});
  }
  const SearchCounts& counts = answer.counts;
  const PlanGain* binds = binding(answer);
  const Json json = {{"version", version()},
                     {"query", query_json(answer.query)},
                     {"is_complete", answer.is_complete()},
                     {"allocations", answer.blocks},
                     {"allocations_searched", answer.blocks_done},
                     {"plans_evaluated", counts.evaluated},
                     {"plans_bounded", counts.bounded},
                     {"plans_too_large", counts.too_large},
                     {"reasons", plan_reasons(answer)},
                     {"binding", binds != nullptr ? Json(binds->name) : Json(nullptr)},
                     {"gains", std::move(gains)},
                     {"shortfalls", std::move(shortfalls)},
                     {"top", rows_json(answer.top, has_price)},
                     {"front", rows_json(answer.front, has_price)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
