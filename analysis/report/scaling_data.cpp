#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "analysis/scaling/curve_end.hpp"
#include "analysis/scaling/scaling_words.hpp"
#include "sim/base/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using nlohmann::json;

json shares_json(const ScalePoint& point) {
  json shares = json::object();
  for (const ChipSecondShare& bucket : chip_second_shares(point)) shares[std::string(bucket.name)] = bucket.share;
  return shares;
}

/// Low, mean and high; null where nothing was drawn.
json interval_json(const MeanInterval& interval) {
  if (interval.samples == 0) return nullptr;
  return {interval.low(), interval.mean, interval.high()};
}

json scale_point_json(const ScalePoint& p) {
  const StepTime& step = p.step;
  return {{"requested_chips", p.requested_chips},
          {"chips", p.chips},
          {"slice", to_text(p.slice) + (p.is_twisted ? " twisted" : "")},
          {"slices", p.slices},
          {"plan", layout_text(p)},
          {"remat", remat_text(p)},
          {"global_batch", p.global_batch},
          {"is_feasible", p.is_feasible},
          {"fault", p.fault},
          {"step_seconds", step.total.value()},
          {"chip_second_shares", shares_json(p)},
          {"mfu", step.mfu},
          {"tokens_per_second", p.tokens_per_second},
          {"useful_tokens_per_second", p.useful_tokens_per_second},
          {"power_watts", p.power.value()},
          {"provisioned_power_watts", p.provisioned_power.value()},
          {"goodput", p.goodput},
          {"simulated_goodput", interval_json(p.simulated_goodput)},
          {"token_efficiency", p.token_efficiency},
          {"mean_time_between_interruptions_seconds", p.mean_time_between_interruptions.value()},
          {"limit", limit_name(p.limit)},
          {"limit_reason", p.limit_reason}};
}

json end_json(const CurveEnd& end) {
  return {{"chips", end.chips},
          {"is_beyond", end.is_beyond},
          {"limit", limit_name(end.limit)},
          {"reason", end.reason},
          {"largest_loss", end.largest_loss.name},
          {"largest_loss_share", end.largest_loss.share},
          {"point", end.point}};
}

json sensitivity_json(const EndShift& s) {
  const auto end = [](double chips, bool is_beyond) { return json{{"chips", chips}, {"is_beyond", is_beyond}}; };
  return {{"curve", s.curve},
          {"what", s.what},
          {"base", end(s.base, s.is_base_beyond)},
          {"halved", end(s.halved, s.is_halved_beyond)},
          {"doubled", end(s.doubled, s.is_doubled_beyond)},
          {"sentences", end_shift_sentences(s)}};
}

json curve_json(const ScaleCurve& curve) {
  json points = json::array();
  for (const ScalePoint& point : curve.points) points.push_back(scale_point_json(point));
  const ScalePoint* limited = curve.first_limited();
  return {{"name", curve.name},
          {"rule", curve.rule},
          {"first_limited", limited == nullptr ? json(nullptr) : json(limited - curve.points.data())},
          {"end", curve.end ? end_json(*curve.end) : json(nullptr)},
          {"points", std::move(points)}};
}

}  // namespace

std::string scaling_report_json(const ScalingStudy& study) {
  json curves = json::array();
  for (const ScaleCurve* curve : study.curves()) curves.push_back(curve_json(*curve));
  json sensitivities = json::array();
  for (const EndShift& shift : study.sensitivities) sensitivities.push_back(sensitivity_json(shift));
  return json_text({{"kind", "scaling"},
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
                    {"warnings", study.warnings},
                    {"sensitivities", std::move(sensitivities)},
                    {"curves", std::move(curves)}});
}

}  // namespace gigapod
