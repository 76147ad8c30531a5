#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "sim/base/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using nlohmann::json;

/// Degrees above one, in words: "tensor 8, fsdp 72, dcn_data 16".
std::string plan_text(const Parallelism& p) {
  std::string text;
  const auto add = [&text](const char* name, int degree) {
    if (degree > 1) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, degree);
  };
  add("tensor", p.tensor);
  add("pipeline", p.pipeline);
  add("expert", p.expert);
  add("context", p.context);
  add("fsdp", p.fsdp);
  add("data", p.data);
  add("dcn_data", p.dcn_data);
  add("dcn_fsdp", p.dcn_fsdp);
  add("dcn_pipeline", p.dcn_pipeline);
  return text.empty() ? "none" : text;
}

json scale_point_json(const ScalePoint& p) {
  const StepTime& step = p.step;
  return {{"requested_chips", p.requested_chips},
          {"chips", p.chips},
          {"slice", to_text(p.slice)},
          {"slices", p.slices},
          {"plan", plan_text(p.parallelism)},
          {"global_batch", p.global_batch},
          {"is_feasible", p.is_feasible},
          {"fault", p.fault},
          {"step_seconds", step.total.value()},
          {"step_seconds_by_cause",
           {{"compute", step.compute.value()},
            {"hbm", step.hbm.value()},
            {"ici", step.ici.value()},
            {"dcn", step.dcn.value()},
            {"bubble", step.bubble.value()},
            {"straggler", step.straggler.value()},
            {"overhead", step.overhead.value()}}},
          {"mfu", step.mfu},
          {"tokens_per_second", p.tokens_per_second},
          {"useful_tokens_per_second", p.useful_tokens_per_second},
          {"power_watts", p.power.value()},
          {"provisioned_power_watts", p.provisioned_power.value()},
          {"goodput", p.goodput},
          {"mean_time_between_interruptions_seconds", p.mean_time_between_interruptions.value()},
          {"limit", limit_name(p.limit)},
          {"limit_reason", p.limit_reason}};
}

json curve_json(const ScaleCurve& curve) {
  json points = json::array();
  for (const ScalePoint& point : curve.points) points.push_back(scale_point_json(point));
  const ScalePoint* limited = curve.first_limited();
  return {{"name", curve.name},
          {"rule", curve.rule},
          {"first_limited", limited == nullptr ? json(nullptr) : json(limited - curve.points.data())},
          {"points", std::move(points)}};
}

}  // namespace

std::string scaling_report_json(const ScalingStudy& study) {
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
                    {"curves", {curve_json(study.weak), curve_json(study.strong)}}});
}

}  // namespace gigapod
