#include "analysis/report/report_data.hpp"

#include "analysis/report/cube_data.hpp"
#include "analysis/report/json_text.hpp"
#include "analysis/report/page.hpp"
#include "analysis/report/report_events.hpp"
#include "analysis/report/report_lines.hpp"
#include "analysis/report/report_series.hpp"
#include "analysis/report/timeline.hpp"
#include "analysis/run/assumptions.hpp"
#include "analysis/run/serving_tables.hpp"
#include "analysis/run/tenant_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace gigapod {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWorkloads = 400;
constexpr std::size_t kMostServiceTenants = 40;
constexpr std::size_t kMostPageBytes = 4'800'000;  ///< of 5 MB, with room for what escaping adds

json seconds_or_null(const std::optional<Seconds>& time) { return time ? json(time->value()) : json(nullptr); }

/// `midsize-3` -> `midsize`: copies of one job share a colour.
std::string family(const std::string& name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  const bool is_numbered = end != std::string::npos && end + 1 < name.size() && end > 0;
  return is_numbered && (name[end] == '-' || name[end] == '_' || name[end] == '.') ? name.substr(0, end) : name;
}

json workload_json(const WorkloadRecord& w) {
  return {{"name", w.name},
          {"family", family(w.name)},
          {"kind", w.kind},
          {"tenant", w.tenant},
          {"model", w.model},
          {"pod_type", w.pod_type},
          {"slice", w.slice},
          {"slices", w.slices},
          {"chips", w.chips},
          {"state", w.state},
          {"submit_seconds", w.submit.value()},
          {"start_seconds", seconds_or_null(w.start)},
          {"end_seconds", seconds_or_null(w.end)},
          {"tokens", w.tokens},
          {"output_tokens", w.output_tokens},
          {"requests", w.requests},
          {"unserved_requests", w.unserved_requests},
          {"steps", w.steps},
          {"step_seconds", w.step_time.value()},
          {"mfu", w.mfu},
          {"hfu", w.hfu},
          {"goodput", w.goodput},
          {"interruptions", w.interruptions},
          {"ttft_seconds", w.ttft.value()},
          {"tpot_seconds", w.tpot.value()},
          {"chip_seconds", w.chip_seconds},
          {"energy_joules", w.energy.value()},
          {"energy_dollars", w.energy_cost.value()},
          {"carbon_kg", w.carbon_kg},
          {"published_step_seconds", w.published_step_time.value()},
          {"published_mfu", w.published_mfu},
          {"published_source", w.published_source},
          {"step_seconds_by_cause", w.step_seconds_by_cause}};
}

/// The `kMostWorkloads` that took the most chip-seconds, in the order of the run.
json workloads_json(const std::vector<WorkloadRecord>& workloads) {
  std::vector<double> sizes;
  for (const WorkloadRecord& workload : workloads) sizes.push_back(workload.chip_seconds);
  std::sort(sizes.rbegin(), sizes.rend());
  const double least = sizes.size() > kMostWorkloads ? sizes[kMostWorkloads - 1] : 0.0;
  json list = json::array();
  for (const WorkloadRecord& workload : workloads) {
    if (workload.chip_seconds >= least && list.size() < kMostWorkloads) list.push_back(workload_json(workload));
  }
  return list;
}

json tenants_json(const RunData& run) {
  json list = json::array();
  for (const TenantRow& row : tenant_rows(run)) {
    list.push_back({{"tenant", row.tenant},
                    {"kind", row.kind},
                    {"jobs", row.jobs},
                    {"finished", row.finished},
                    {"waiting", row.waiting},
                    {"mean_first_wait_seconds", row.mean_wait.value()},
                    {"p95_first_wait_seconds", row.p95_wait.value()},
                    {"share", row.utilization},
                    {"energy_dollars", row.energy_cost.value()},
                    {"carbon_kg", row.carbon_kg}});
  }
  return list;
}

json serving_json(const RunData& run) {
  json list = json::array();
  for (const ServingRecord& fleet : run.serving) {
    const auto times = [](const std::array<Seconds, 3>& quantiles) {
      return json{quantiles[0].value(), quantiles[1].value(), quantiles[2].value()};
    };
    list.push_back({{"fleet", fleet.fleet},
                    {"arrived", fleet.arrived},
                    {"served", fleet.served},
                    {"rate_limited", fleet.rate_limited},
                    {"rejected", fleet.rejected},
                    {"queued", fleet.queued},
                    {"attainment", fleet.attainment},
                    {"ttft", times(fleet.ttft)},
                    {"tpot", times(fleet.tpot)},
                    {"end_to_end", times(fleet.end_to_end)},
                    {"chip_seconds", fleet.chip_seconds},
                    {"loading_chip_seconds", fleet.loading_chip_seconds},
                    {"standby_chip_seconds", fleet.standby_chip_seconds},
                    {"restarted", fleet.restarted},
                    {"tokens_per_second_per_chip", tokens_per_second_per_chip(fleet)},
                    {"dollars_per_million_tokens", dollars_per_million_tokens(fleet)},
                    {"joules_per_million_tokens", joules_per_million_tokens(fleet).value()}});
  }
  return list;
}

json service_classes_json(const RunData& run) {
  json list = json::array();
  for (const ServiceClassRow& row : service_class_rows(run)) {
    list.push_back({{"fleet", row.fleet},
                    {"class", row.service_class},
                    {"agreement", row.agreement},
                    {"tenants", row.tenants},
                    {"arrived", row.arrived},
                    {"served", row.served},
                    {"rate_limited", row.rate_limited},
                    {"rejected", row.rejected},
                    {"queued", row.queued},
                    {"reserved", row.reserved},
                    {"reserved_used", row.reserved_used}});
  }
  return list;
}

json service_tenants_json(const RunData& run) {
  json list = json::array();
  for (const ServiceTenantRecord& tenant : largest_tenants(run, kMostServiceTenants)) {
    list.push_back({{"tenant", tenant.tenant},
                    {"class", tenant.service_class},
                    {"sector", tenant.sector},
                    {"country", tenant.country},
                    {"arrived", tenant.arrived},
                    {"served", tenant.served},
                    {"rate_limited", tenant.rate_limited},
                    {"rejected", tenant.rejected},
                    {"reserved", tenant.reserved},
                    {"reserved_used", tenant.reserved_used}});
  }
  return list;
}

json assumptions_json(const RunData& run) {
  json list = json::array();
  for (const Assumption& assumption : assumptions_in(run.assumptions)) {
    list.push_back({{"part", assumption.part}, {"key", assumption.key}, {"assumption", assumption.text}});
  }
  return list;
}

/// What scaling.json holds, or null.
json scaling_data(const RunData& run) {
  if (run.scaling.empty()) return nullptr;
  return json::parse(run.scaling);
}

/// Milliseconds are finer than a plot needs.
double rounded(Seconds time) { return std::round(time.value() * 1e3) / 1e3; }

json segment_json(const LaneSegment& segment) {
  return {rounded(segment.begin), rounded(segment.end), segment.blocks, static_cast<int>(segment.phase)};
}

json job_lane_json(const JobLane& lane, const WorkloadRecord& workload) {
  json segments = json::array();
  for (const LaneSegment& segment : lane.segments) segments.push_back(segment_json(segment));
  json marks = json::array();
  for (const Seconds time : lane.interruptions) marks.push_back(rounded(time));
  return {{"name", lane.workload},
          {"family", family(lane.workload)},
          {"kind", workload.kind},
          {"submit", workload.submit.value()},
          {"start", seconds_or_null(workload.start)},
          {"unit", lane.unit},
          {"peak_blocks", lane.peak_blocks},
          {"segments", std::move(segments)},
          {"ticks", std::move(marks)}};
}

json pod_lane_json(const PodLane& lane) {
  json bars = json::array();
  for (const PodBar& bar : lane.bars) {
    bars.push_back({bar.job, rounded(bar.segment.begin), rounded(bar.segment.end), bar.offset, bar.segment.blocks,
                    static_cast<int>(bar.segment.phase)});
  }
  return {{"name", lane.first},
          {"last", lane.last},
          {"count", lane.count},
          {"blocks", lane.blocks},
          {"bars", std::move(bars)}};
}

json timeline_json(const RunData& run) {
  const Timeline timeline = build_timeline(run);
  json jobs = json::array();
  for (const JobLane& lane : timeline.jobs) jobs.push_back(job_lane_json(lane, run.workloads[lane.workload_index]));
  json pods = json::array();
  for (const PodLane& lane : timeline.pods) pods.push_back(pod_lane_json(lane));
  return {{"jobs", std::move(jobs)}, {"pods", std::move(pods)}};
}

}  // namespace

std::string run_report_json(const RunData& run) {
  std::string text = json_text({{"kind", "run"},
                                {"program", run.manifest.program},
                                {"version", run.manifest.version},
                                {"schema_version", run.manifest.schema_version},
                                {"seed", std::to_string(run.manifest.seed)},
                                {"scenario", run.manifest.scenario_name},
                                {"scenario_hash", run.manifest.scenario_hash},
                                {"fingerprint", run.manifest.fingerprint},
                                {"horizon", run.horizon().value()},
                                {"figures", run.figures},
                                {"texts", run.texts},
                                {"unhashed", run.unhashed},
                                {"stacks", stacks_json(run)},
                                {"heat", heat_json(run)},
                                {"cubes", cubes_json(run)},
                                {"power_nodes", power_nodes_json(run)},
                                {"workloads", workloads_json(run.workloads)},
                                {"workloads_total", run.workloads.size()},
                                {"tenants", tenants_json(run)},
                                {"serving", serving_json(run)},
                                {"service_classes", service_classes_json(run)},
                                {"service_tenants", service_tenants_json(run)},
                                {"service_tenants_total", run.service_tenants.size()},
                                {"timeline", timeline_json(run)},
                                {"failures", failures_json(run)},
                                {"events", events_json(run)},
                                {"warnings", warnings_json(run)},
                                {"scaling", scaling_data(run)},
                                {"assumptions", assumptions_json(run)},
                                {"power_swing", run.power_swing},
                                {"power_swing_spectrum", run.power_swing_spectrum},
                                {"resolved_scenario", run.resolved_scenario}});
  const std::size_t taken = report_page::kBeforeData.size() + report_page::kAfterData.size() + text.size();
  text.back() = ',';  // the lines take what the rest leaves
  return text + "\"metrics\":" + json_text(metrics_json(run, kMostPageBytes - std::min(kMostPageBytes, taken))) + "}";
}

}  // namespace gigapod
