#include "analysis/number_text.hpp"
#include "analysis/scaling.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

std::string_view remat_name(Remat remat) {
  static constexpr std::array<std::string_view, 4> kNames = {"none", "minimal", "full", "offload"};
  return kNames[static_cast<std::size_t>(remat)];
}

void add_plan(Json& row, const ScalePoint& point) {
  const Parallelism& p = point.parallelism;
  row["slice"] = to_text(point.slice);
  row["slices"] = point.slices;
  row["tensor"] = p.tensor;
  row["pipeline"] = p.pipeline;
  row["expert"] = p.expert;
  row["context"] = p.context;
  row["fsdp"] = p.fsdp;
  row["data"] = p.data;
  row["dcn_data"] = p.dcn_data;
  row["dcn_fsdp"] = p.dcn_fsdp;
  row["dcn_pipeline"] = p.dcn_pipeline;
  row["microbatches"] = p.microbatches;
  row["gradient_accumulation"] = point.gradient_accumulation;
  row["remat"] = remat_name(point.remat);
  row["global_batch_sequences"] = point.global_batch;
  row["batch_padding_fraction"] = point.batch_padding;
}

void add_step(Json& row, const StepTime& step) {
  row["step_seconds"] = step.total.value();
  row["compute_seconds"] = step.compute.value();
  row["hbm_seconds"] = step.hbm.value();
  row["ici_seconds"] = step.ici.value();
  row["dcn_seconds"] = step.dcn.value();
  row["bubble_seconds"] = step.bubble.value();
  row["straggler_seconds"] = step.straggler.value();
  row["overhead_seconds"] = step.overhead.value();
  row["ici_hidden_seconds"] = step.ici_hidden.value();
  row["dcn_hidden_seconds"] = step.dcn_hidden.value();
  row["mfu_fraction"] = step.mfu;
  row["hfu_fraction"] = step.hfu;
  row["hbm_bytes_per_chip"] = step.memory.total().value();
  row["dcn_bytes_per_slice"] = step.dcn_bytes_per_slice.value();
}

void add_rates(Json& row, const ScalePoint& point) {
  row["tokens_per_second"] = point.tokens_per_second;
  row["tokens_per_second_per_chip"] = point.tokens_per_second_per_chip;
  row["goodput_fraction"] = point.goodput;
  row["useful_tokens_per_second"] = point.useful_tokens_per_second;
  row["power_watts"] = point.power.value();
  row["provisioned_power_watts"] = point.provisioned_power.value();
  row["mean_time_between_interruptions_seconds"] = point.mean_time_between_interruptions.value();
  row["checkpoint_interval_seconds"] = point.checkpoint_interval.value();
  row["checkpoint_pause_seconds"] = point.checkpoint_pause.value();
}

/// The columns of CSV and JSON, in this order.
Json row_of(const ScalePoint& point) {
  Json row;
  row["requested_chips"] = point.requested_chips;
  row["chips"] = point.chips;
  row["is_feasible"] = point.is_feasible;
  add_plan(row, point);
  add_step(row, point.step);
  add_rates(row, point);
  row["limit"] = limit_name(point.limit);
  row["limit_reason"] = point.limit_reason;
  return row;
}

/// A cell as RFC 4180 wants it.
std::string csv_cell(const Json& value) {
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted.append(letter == '"' ? 2 : 1, letter);
  return quoted.append("\"");
}

std::string csv_rows(const ScaleCurve& curve, bool has_heading) {
  std::string text;
  for (const ScalePoint& point : curve.points) {
    const Json row = row_of(point);
    std::string heading = "curve";
    std::string line = curve.name;
    for (const auto& [name, value] : row.items()) {
      heading.append(",").append(name);
      line.append(",").append(csv_cell(value));
    }
    if (has_heading && text.empty()) text = heading + "\n";
    text += line + "\n";
  }
  return text;
}

Json curve_json(const ScaleCurve& curve) {
  Json points = Json::array();
  for (const ScalePoint& point : curve.points) {
    Json row = row_of(point);
    row["later_limits"] = Json::array();
    for (const MetLimit& met : point.later_limits) {
      row["later_limits"].push_back({{"limit", limit_name(met.limit)}, {"limit_reason", met.reason}});
    }
    points.push_back(std::move(row));
  }
  return {{"name", curve.name}, {"rule", curve.rule}, {"points", std::move(points)}};
}

}  // namespace

std::string scaling_csv(const ScalingStudy& study) {
  return csv_rows(study.weak, true) + csv_rows(study.strong, study.weak.points.empty());
}

std::string scaling_json(const ScalingStudy& study) {
  const Json json = {{"scenario", study.scenario}, {"job", study.job},
                     {"model", study.model},       {"pod_type", study.pod_type},
                     {"chip", study.chip},         {"grid_power_watts", study.grid_power.value()},
                     {"pue", study.pue},           {"curves", {curve_json(study.weak), curve_json(study.strong)}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
