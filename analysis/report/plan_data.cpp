#include "analysis/number_text.hpp"
#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "sim/base/version.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

using nlohmann::json;

json run_json(const PlannedRun& run, bool has_price) {
  json parts;
  for (const RunPart& part : run_parts(run)) parts[part.name] = part.time.value();
  return {{"time_seconds", run.value.time.value()},
          {"chips", run.chips()},
          {"energy_joules", run.value.energy.value()},
          {"cost_dollars", has_price ? json(run.value.cost.value()) : json(nullptr)},
          {"slices", allocation_text(run.allocation)},
          {"layout", layout_text(run.plan)},
          {"remat", remat_text(run.plan)},
          {"precision", precision_text(run.plan.precision)},
          {"global_batch", run.plan.global_batch},
          {"step_seconds", run.step.total.value()},
          {"mfu", run.step.mfu},
          {"goodput", run.goodput.goodput},
          {"power_watts", run.power.value()},
          {"hbm_bytes", run.step.memory.total().value()},
          {"time_seconds_by_cause", std::move(parts)}};
}

json limits_json(const PlanLimits& limits) {
  const auto limit = [](double value) { return value > 0.0 ? json(value) : json(nullptr); };
  return {{"deadline_seconds", limit(limits.deadline.value())},
          {"budget_dollars", limit(limits.budget.value())},
          {"power_watts", limit(limits.power.value())}};
}

}  // namespace

std::string plan_report_json(const PlanAnswer& answer) {
  const PlanQuery& query = answer.query;
  const bool has_price = query.price.has_value();
  json front = json::array();
  for (const PlannedRun* run : shown_front(answer)) front.push_back(run_json(*run, has_price));
  json top = json::array();
  for (const PlannedRun& run : answer.top) top.push_back(run_json(run, has_price));
  json gains = json::array();
  for (const PlanGain& gain : answer.gains) {
    gains.push_back({{"what", gain.what}, {"gain", gain.gain}, {"is_limit", gain.is_limit}});
  }
  json shortfalls = json::array();
  for (const PlanShortfall& shortfall : answer.shortfalls) shortfalls.push_back(shortfall.text);
  return json_text({{"kind", "plan"},
                    {"program", "gigapod"},
                    {"version", version()},
                    {"scenario", fmt::format("Plan for {}", query.start.model.name)},
                    {"model", query.start.model.name},
                    {"pod", query.pod.name},
                    {"chip", query.chip.name},
                    {"tokens", query.tokens},
                    {"objective", objective_name(query.objective)},
                    {"limits", limits_json(query.limits)},
                    {"is_complete", answer.is_complete()},
                    {"plans_evaluated", answer.counts.evaluated},
                    {"reasons", plan_reasons(answer)},
                    {"shortfalls", std::move(shortfalls)},
                    {"gains", std::move(gains)},
                    {"top", std::move(top)},
                    {"front", std::move(front)}});
}

}  // namespace gigapod
