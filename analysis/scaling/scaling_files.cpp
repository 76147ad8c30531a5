#include "analysis/json_csv.hpp"
#include "analysis/number_text.hpp"
#include "analysis/scaling/curve_end.hpp"
#include "analysis/scaling/scaling_words.hpp"
#include "sim/base/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

void add_plan(Json& row, const ScalePoint& point) {
  const Parallelism& p = point.parallelism;
  row["slice"] = to_text(point.slice);
  row["is_twisted"] = point.is_twisted;
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
  row["pipeline_interleave"] = p.pipeline_interleave;
  row["microbatches"] = p.microbatches;
  row["gradient_accumulation"] = point.gradient_accumulation;
  row["shards_optimizer"] = point.shards_optimizer;
  row["remat"] = remat_text(point);
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

/// Empty where nothing was drawn.
void add_simulated(Json& row, const ScalePoint& point) {
  const MeanInterval& drawn = point.simulated_goodput;
  const bool is_drawn = drawn.samples > 0;
  const double per_goodput = point.tokens_per_second * point.token_efficiency;
  const auto value = [is_drawn](double number) { return is_drawn ? Json(number) : Json(nullptr); };
  row["simulated_goodput_fraction"] = value(drawn.mean);
  row["simulated_goodput_low_fraction"] = value(drawn.low());
  row["simulated_goodput_high_fraction"] = value(drawn.high());
  row["useful_tokens_per_second_low"] = value(per_goodput * drawn.low());
  row["useful_tokens_per_second_high"] = value(per_goodput * drawn.high());
}

void add_rates(Json& row, const ScalePoint& point) {
  row["tokens_per_second"] = point.tokens_per_second;
  row["tokens_per_second_per_chip"] = point.tokens_per_second_per_chip;
  row["goodput_fraction"] = point.goodput;
  add_simulated(row, point);
  row["token_efficiency_fraction"] = point.token_efficiency;
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
  for (const ChipSecondShare& bucket : chip_second_shares(point)) {
    row["chip_seconds_" + std::string(bucket.name) + "_fraction"] = bucket.share;
  }
  row["limit"] = limit_name(point.limit);
  row["limit_reason"] = point.limit_reason;
  return row;
}

Json sensitivity_row(const EndShift& shift) {
  Json row;
  row["input"] = shift.name;
  row["curve"] = shift.curve;
  row["end_chips"] = shift.base;
  row["is_end_beyond"] = shift.is_base_beyond;
  row["halved_end_chips"] = shift.halved;
  row["is_halved_end_beyond"] = shift.is_halved_beyond;
  row["doubled_end_chips"] = shift.doubled;
  row["is_doubled_end_beyond"] = shift.is_doubled_beyond;
  return row;
}

Json moved_size_row(const MovedSize& size) {
  return {{"requested_chips", size.requested_chips}, {"chips", size.chips}, {"is_merged", size.is_merged}};
}

Json end_json(const ScaleCurve& curve) {
  const CurveEnd& end = *curve.end;
  return {{"chips", end.chips},
          {"is_beyond", end.is_beyond},
          {"best_useful_tokens_per_second_per_chip", end.best_rate},
          {"limit", limit_name(end.limit)},
          {"limit_reason", end.reason},
          {"largest_loss", end.largest_loss.name},
          {"largest_loss_chip_seconds_fraction", end.largest_loss.share},
          {"largest_loss_at_chips", curve.points[end.point].chips}};
}

Json curve_json(const ScaleCurve& curve) {
  Json points = Json::array();
  for (const ScalePoint& point : curve.points) {
    Json row = row_of(point);
    row["layout"] = layout_text(point);
    row["fault"] = point.fault;
    row["later_limits"] = Json::array();
    for (const MetLimit& met : point.later_limits) {
      row["later_limits"].push_back({{"limit", limit_name(met.limit)}, {"limit_reason", met.reason}});
    }
    points.push_back(std::move(row));
  }
  return {{"name", curve.name},
          {"rule", curve.rule},
          {"end", curve.end ? end_json(curve) : Json(nullptr)},
          {"points", std::move(points)}};
}

}  // namespace

std::string scaling_csv(const ScalingStudy& study) {
  std::vector<Json> rows;
  for (const ScaleCurve* curve : study.curves()) {
    for (const ScalePoint& point : curve->points) {
      Json row = {{"curve", curve->name}};
      row.update(row_of(point));
      rows.push_back(std::move(row));
    }
  }
  return csv_rows(rows);
}

std::string curve_ends_csv(const ScalingStudy& study) {
  std::vector<Json> rows;
  for (const ScaleCurve* curve : study.curves()) {
    if (!curve->end) continue;
    Json row = {{"curve", curve->name}};
    row.update(end_json(*curve));
    rows.push_back(std::move(row));
  }
  return csv_rows(rows);
}

std::string end_shift_csv(const ScalingStudy& study) {
  std::vector<Json> rows;
  for (const EndShift& shift : study.sensitivities) rows.push_back(sensitivity_row(shift));
  return csv_rows(rows);
}

std::string scaling_json(const ScalingStudy& study) {
  Json json = {{"kind", "scaling"},
               {"program", "gigapod"},
               {"version", version()},
               {"scenario", study.scenario},
               {"job", study.job},
               {"model", study.model},
               {"pod_type", study.pod_type},
               {"chip", study.chip},
               {"grid_power_watts", study.grid_power.value()},
               {"pue", study.pue},
               {"envelope_chips", study.power_chips},
               {"critical_batch_tokens", study.critical_batch.tokens},
               {"critical_batch_source", study.critical_batch.source},
               {"seeds", study.seeds},
               {"curves", Json::array()},
               {"sensitivities", Json::array()},
               {"moved_sizes", Json::array()},
               {"notes", study_notes(study)},
               {"warnings", study.warnings}};
  for (const ScaleCurve* curve : study.curves()) json["curves"].push_back(curve_json(*curve));
  for (const EndShift& shift : study.sensitivities) {
    Json row = sensitivity_row(shift);
    row["what"] = shift.what;
    row["sentences"] = Json::array();
    for (const EndShiftSentence& sentence : end_shift_sentences(shift)) row["sentences"].push_back(sentence.text);
    json["sensitivities"].push_back(std::move(row));
  }
  for (const MovedSize& size : study.moved_sizes) json["moved_sizes"].push_back(moved_size_row(size));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
