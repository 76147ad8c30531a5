#include "analysis/run/workload_figures.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace gigapod {
namespace {

struct JobRecords {
  const RunData& run;
  const WorkloadRecord& work;
};

struct FleetRecords {
  const WorkloadRecord& work;
  const ServingRecord& serving;
};

/// A figure as taken from the records of one workload. One that a table of the run has is defined there.
template <class Records>
struct Figure {
  std::string_view name;
  double (*value)(const Records& records);
  std::string_view table;     ///< empty: defined here
  MetricDefinition own = {};  ///< without its name
};

constexpr std::string_view kWorkloads = "workloads";
constexpr std::string_view kServing = "serving";
constexpr std::string_view kTenants = "service_tenants";
constexpr double kHour = 3600.0;

double ratio(double a, double b) { return b > 0.0 ? a / b : 0.0; }

/// Kept work over what the most chips that the job held would have done without a break since its first start. Of a
/// job of one size it is the goodput. Assumes that a step takes as long on any size (docs/models/scheduling.md).
double progress(const JobRecords& job) {
  const PiecewiseSeries* chips = job.run.find_series("job_chips", job.work.name);
  if (!job.work.start || chips == nullptr || chips->points().empty()) return 0.0;
  const double possible = chips->maximum() * (job.work.end.value_or(job.run.horizon()) - *job.work.start).value();
  return ratio(static_cast<double>(job.work.chips) * job.work.steps * job.work.step_time.value(), possible);
}

double wait_seconds(const JobRecords& job) {
  return (job.work.start.value_or(job.run.horizon()) - job.work.submit).value();
}

constexpr MetricDefinition kChipHours = {"", "chip-hours", "chips held x time", "`chip_seconds`"};

constexpr Figure<JobRecords> kJob[] = {
    {"goodput",
     [](const JobRecords& j) { return j.work.goodput; },
     "",
     {"", "share", "time of kept steps / time since the first start", "`start` … `finish`"}},
    {"progress",
     progress,
     "",
     {"", "share",
      "kept work / what the most chips the job held would have done without a break: the goodput of a job of one "
      "size; of an elastic one it counts chips given up as lost",
      "steps that were kept, `job_chips`"}},
    {"step_seconds", [](const JobRecords& j) { return j.work.step_time.value(); }, kWorkloads},
    {"mfu", [](const JobRecords& j) { return j.work.mfu; }, kWorkloads},
    {"hfu", [](const JobRecords& j) { return j.work.hfu; }, kWorkloads},
    {"interruptions", [](const JobRecords& j) { return static_cast<double>(j.work.interruptions); }, kWorkloads},
    {"steps", [](const JobRecords& j) { return j.work.steps; }, kWorkloads},
    {"tokens",
     [](const JobRecords& j) { return j.work.tokens; },
     "",
     {"", "tokens", "trained in steps that were kept", "steps, less those that a `failure` undoes"}},
    {"tokens_held_back", [](const JobRecords& j) { return j.work.tokens_held_back; }, kWorkloads},
    {"wait_seconds",
     wait_seconds,
     "",
     {"", "s", "first start, or the end of the run, - submission", "`submit`, `start`"}},
    {"chip_hours", [](const JobRecords& j) { return j.work.chip_seconds / kHour; }, "", kChipHours},
    {"energy_joules", [](const JobRecords& j) { return j.work.energy.value(); }, kWorkloads},
    {"energy_dollars", [](const JobRecords& j) { return j.work.energy_cost.value(); }, kWorkloads},
    {"joules_per_token",
     [](const JobRecords& j) { return ratio(j.work.energy.value(), j.work.tokens); },
     "",
     {"", "J/token", "`energy_joules` / `tokens`", "the two"}},
};

constexpr Figure<FleetRecords> kFleet[] = {
    {"arrived", [](const FleetRecords& f) { return f.serving.arrived; }, kServing},
    {"served", [](const FleetRecords& f) { return f.serving.served; }, kServing},
    {"rate_limited", [](const FleetRecords& f) { return f.serving.rate_limited; }, kServing},
    {"rejected", [](const FleetRecords& f) { return f.serving.rejected; }, kServing},
    {"queued", [](const FleetRecords& f) { return f.serving.queued; }, kServing},
    {"restarted", [](const FleetRecords& f) { return f.serving.restarted; }, kServing},
    {"goodput",
     [](const FleetRecords& f) { return f.work.goodput; },
     "",
     {"", "share", "`served` / (`served` + `rejected`)", "looks at the fleet"}},
    {"attainment", [](const FleetRecords& f) { return f.serving.attainment; }, kServing},
    {"ttft_seconds", [](const FleetRecords& f) { return f.work.ttft.value(); }, kWorkloads},
    {"tpot_seconds", [](const FleetRecords& f) { return f.work.tpot.value(); }, kWorkloads},
    {"ttft_p50_seconds", [](const FleetRecords& f) { return f.serving.ttft[0].value(); }, kServing},
    {"ttft_p95_seconds", [](const FleetRecords& f) { return f.serving.ttft[1].value(); }, kServing},
    {"ttft_p99_seconds", [](const FleetRecords& f) { return f.serving.ttft[2].value(); }, kServing},
    {"tpot_p50_seconds", [](const FleetRecords& f) { return f.serving.tpot[0].value(); }, kServing},
    {"tpot_p95_seconds", [](const FleetRecords& f) { return f.serving.tpot[1].value(); }, kServing},
    {"tpot_p99_seconds", [](const FleetRecords& f) { return f.serving.tpot[2].value(); }, kServing},
    {"end_to_end_p50_seconds", [](const FleetRecords& f) { return f.serving.end_to_end[0].value(); }, kServing},
    {"end_to_end_p95_seconds", [](const FleetRecords& f) { return f.serving.end_to_end[1].value(); }, kServing},
    {"end_to_end_p99_seconds", [](const FleetRecords& f) { return f.serving.end_to_end[2].value(); }, kServing},
    {"prompt_tokens", [](const FleetRecords& f) { return f.serving.prompt_tokens; }, kServing},
    {"output_tokens", [](const FleetRecords& f) { return f.serving.output_tokens; }, kServing},
    {"tokens",
     [](const FleetRecords& f) { return f.work.tokens; },
     "",
     {"", "tokens", "`prompt_tokens` + `output_tokens`", "looks at the fleet"}},
    {"reserved", [](const FleetRecords& f) { return f.serving.reserved; }, kServing},
    {"reserved_used", [](const FleetRecords& f) { return f.serving.reserved_used; }, kServing},
    {"chip_hours", [](const FleetRecords& f) { return f.serving.chip_seconds / kHour; }, "", kChipHours},
    {"loading_chip_hours",
     [](const FleetRecords& f) { return f.serving.loading_chip_seconds / kHour; },
     "",
     {"", "chip-hours", "of them before replicas served", "`loading_chip_seconds`"}},
    {"standby_chip_hours",
     [](const FleetRecords& f) { return f.serving.standby_chip_seconds / kHour; },
     "",
     {"", "chip-hours", "of them on standby for want of power", "`standby_chip_seconds`"}},
    {"energy_joules", [](const FleetRecords& f) { return f.serving.energy.value(); }, kServing},
    {"energy_dollars", [](const FleetRecords& f) { return f.serving.energy_cost.value(); }, kServing},
    {"chip_dollars", [](const FleetRecords& f) { return f.serving.chip_cost.value(); }, kServing},
    {"joules_per_token",
     [](const FleetRecords& f) { return ratio(f.serving.energy.value(), f.work.tokens); },
     "",
     {"", "J/token", "`energy_joules` / `tokens`", "the two"}},
};

constexpr Figure<ServiceTenantRecord> kClass[] = {
    {"arrived", [](const ServiceTenantRecord& t) { return t.arrived; }, kTenants},
    {"served", [](const ServiceTenantRecord& t) { return t.served; }, kTenants},
    {"rate_limited", [](const ServiceTenantRecord& t) { return t.rate_limited; }, kTenants},
    {"rejected", [](const ServiceTenantRecord& t) { return t.rejected; }, kTenants},
    {"queued", [](const ServiceTenantRecord& t) { return t.queued; }, kTenants},
    {"goodput",
     [](const ServiceTenantRecord& t) { return ratio(t.served, t.served + t.rejected); },
     "",
     {"", "share", "`served` / (`served` + `rejected`)", "looks at the fleet"}},
    {"reserved", [](const ServiceTenantRecord& t) { return t.reserved; }, kTenants},
    {"reserved_used", [](const ServiceTenantRecord& t) { return t.reserved_used; }, kTenants},
};

template <class Records>
MetricDefinition definition_of(const Figure<Records>& figure) {
  MetricDefinition definition = figure.table.empty() ? figure.own : *find_column(figure.table, figure.name);
  definition.name = figure.name;
  return definition;
}

template <class Figures>
std::vector<MetricDefinition> definitions_of(const Figures& figures) {
  std::vector<MetricDefinition> all;
  for (const auto& figure : figures) all.push_back(definition_of(figure));
  return all;
}

template <class Figures, class Records>
std::optional<double> value_of(const Figures& figures, const std::string& name, const Records& records) {
  const auto found =
      std::find_if(std::begin(figures), std::end(figures), [&](const auto& figure) { return figure.name == name; });
  return found == std::end(figures) ? std::nullopt : std::optional(found->value(records));
}

/// Whether `FLEET.CLASS` is of a fleet of the run. Tenants are drawn, and a class may have got none.
bool is_of_fleet(const RunData& run, const std::string& name) {
  return std::any_of(run.serving.begin(), run.serving.end(),
                     [&](const ServingRecord& fleet) { return name.starts_with(fleet.fleet + "."); });
}

/// The requests of all tenants of the class `FLEET.CLASS`.
ServiceTenantRecord sum_of_class(const RunData& run, const std::string& name) {
  ServiceTenantRecord sum;
  for (const ServiceTenantRecord& tenant : run.service_tenants) {
    if (tenant.fleet + "." + tenant.service_class != name) continue;
    sum.arrived += tenant.arrived;
    sum.served += tenant.served;
    sum.rate_limited += tenant.rate_limited;
    sum.rejected += tenant.rejected;
    sum.queued += tenant.queued;
    sum.reserved += tenant.reserved;
    sum.reserved_used += tenant.reserved_used;
  }
  return sum;
}

}  // namespace

const std::vector<MetricDefinition>& workload_figures(WorkloadPart part) {
  static const std::vector<MetricDefinition> job = definitions_of(kJob);
  static const std::vector<MetricDefinition> fleet = definitions_of(kFleet);
  static const std::vector<MetricDefinition> of_class = definitions_of(kClass);
  return part == WorkloadPart::kJob ? job : part == WorkloadPart::kFleet ? fleet : of_class;
}

std::vector<MetricGroup> measure_groups() {
  return {{MetricPlace::kMeasure, "jobs", workload_figures(WorkloadPart::kJob)},
          {MetricPlace::kMeasure, "fleets", workload_figures(WorkloadPart::kFleet)},
          {MetricPlace::kMeasure, "classes of tenants", workload_figures(WorkloadPart::kClass)}};
}

std::optional<double> workload_figure(const RunData& run, const std::string& workload, const std::string& figure) {
  const auto work = std::find_if(run.workloads.begin(), run.workloads.end(),
                                 [&](const WorkloadRecord& record) { return record.name == workload; });
  const auto serving = std::find_if(run.serving.begin(), run.serving.end(),
                                    [&](const ServingRecord& record) { return record.fleet == workload; });
  if (work != run.workloads.end() && serving != run.serving.end()) {
    return value_of(kFleet, figure, FleetRecords{*work, *serving});
  }
  if (work != run.workloads.end()) return value_of(kJob, figure, JobRecords{run, *work});
  return is_of_fleet(run, workload) ? value_of(kClass, figure, sum_of_class(run, workload)) : std::nullopt;
}

}  // namespace gigapod
