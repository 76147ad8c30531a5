#include "analysis/report/chart_columns.hpp"

#include "analysis/run/result_groups.hpp"
#include "sim/record/definition_lists.hpp"

#include <array>

namespace gigapod {
namespace {

constexpr MetricDefinition kIntervalStart = {"time_seconds", "s", "start of an interval; all have the same length",
                                             "horizon"};

constexpr MetricDefinition kChips[] = {
    kIntervalStart,
    {"<bucket>", "chips", "mean of `chips_<bucket>` over the interval", "`chips_<bucket>`"},
};

constexpr MetricDefinition kHalls[] = {
    kIntervalStart,
    {"<hall>", "W", "mean of its `power_watts` over the interval; `other halls`: sum of those past 24",
     "`power_watts`"},
};

constexpr MetricDefinition kLinks[] = {
    kIntervalStart,
    {"busiest", "share", "largest mean of a link's `dcn_utilization` over the interval", "`dcn_utilization`"},
    {"mean", "share", "mean over all links of the same", "`dcn_utilization`"},
    {"storage", "share", "mean of `dcn_utilization` of the storage over the interval", "`dcn_utilization`"},
};

constexpr MetricDefinition kRegions[] = {
    kIntervalStart,
    {"<region>", "requests/s", "mean of its `region_demand_requests_per_second` over the interval",
     "`region_demand_requests_per_second`"},
};

constexpr MetricDefinition kRegionsServed[] = {
    kIntervalStart,
    {"<region>", "requests/s", "mean of its `region_served_requests_per_second` over the interval",
     "`region_served_requests_per_second`"},
};

constexpr MetricDefinition kFailures[] = {
    kIntervalStart,
    {"<class>", "failures", "failures of the class in the interval; `other classes`: of those past the most frequent",
     "`failure`"},
};

constexpr MetricDefinition kHeatPods[] = {
    {"label", "text", "pod, or the first of neighbours whose mean the row is", "site layout"},
    {"<seconds>", "share",
     "mean of `pod_busy_fraction` over the interval that starts at this time, in steps of 1/255",
     "`pod_busy_fraction`"},
};

constexpr MetricDefinition kHeatLinks[] = {
    {"label", "text", "link, or `storage`: the 30 with the most traffic", "site layout"},
    {"<seconds>", "share", "mean of `dcn_utilization` over the interval that starts at this time, in steps of 1/255",
     "`dcn_utilization`"},
};

constexpr MetricDefinition kPowerNodes[] = {
    {"name", "text", "node of the power tree that has a rating, the grid first", "site layout"},
    {"mean_watts", "W", "of its `power_watts` over the run", "`power_watts`"},
    {"peak_watts", "W", "highest of its `power_watts`", "`power_watts`"},
    {"rating_watts", "W", "highest of its `power_rating_watts`", "`power_rating_watts`"},
};

constexpr MetricDefinition kQuotients[] = {
    {"figure", "text", "name of a figure", "figures"},
    {"of", "text", "name of the figure below it", "figures"},
    {"value", "by figures", "`figure` / `of`, in the unit of the one over that of the other", "figures"},
};

constexpr MetricDefinition kRowQuotients[] = {
    {"row", "text",
     "power node, job, fleet, fleet/class/agreement or tenant with the most requests; `all fleets`, `all jobs`: "
     "their sum",
     "site layout, scenario"},
    {"figure", "text", "name of a number of the row: a column, a cause of its step, a figure of waits",
     "columns of the row"},
    {"of", "text", "name of the one below; `step_seconds_by_cause`, `wait_chip_seconds`: sum over causes, reasons",
     "columns of the row"},
    {"value", "by columns", "`figure` / `of`, in the unit of the one over that of the other", "columns of the row"},
};

constexpr MetricDefinition kTenants[] = {
    {"tenant", "text", "tenant", "scenario"},
    {"kind", "text", "kind of its jobs", "scenario"},
    {"jobs", "jobs", "of this kind that came before the end", "`submit`"},
    {"finished", "jobs", "of them that reached their end", "`finish`"},
    {"waiting", "jobs", "of them that never started", "`start`"},
    {"mean_first_wait_seconds", "s",
     "mean time from submission to first start, of those that started; `mean_wait_seconds` also counts those that "
     "never did, and time in the queue after a start",
     "`submit`, `start`"},
    {"p95_first_wait_seconds", "s", "what 95% of these times stay within", "`submit`, `start`"},
    {"share", "share", "their chip-seconds / `chip_seconds_total`", "`workloads.chip_seconds`"},
    {"energy_dollars", "$", "sum over the jobs", "`workloads.energy_dollars`"},
    {"carbon_kg", "kg", "sum over the jobs", "`workloads.carbon_kg`"},
};

constexpr MetricDefinition kServingRates[] = {
    {"tokens_per_second_per_chip", "tokens/s", "(`prompt_tokens` + `output_tokens`) / `chip_seconds`",
     "table `serving`"},
    {"dollars_per_million_tokens", "$/Mtoken", "`chip_dollars` / (`prompt_tokens` + `output_tokens`) x 1e6",
     "table `serving`"},
    {"joules_per_million_tokens", "J/Mtoken", "`energy_joules` / (`prompt_tokens` + `output_tokens`) x 1e6",
     "table `serving`"},
};

constexpr MetricDefinition kServiceClasses[] = {
    {"fleet", "text", "name of the fleet", "scenario"},
    {"class", "text", "`service_class` of tenants, over whom the rest is summed", "scenario"},
    {"agreement", "text", "`provisioned` or `on_demand`", "scenario"},
    {"tenants", "tenants", "of the class with this agreement", "scenario"},
};

constexpr MetricDefinition kJobBars[] = {
    {"job", "text", "job or fleet; the 400 with the most chip-seconds", "scenario"},
    {"begin_seconds", "s", "begin of a stay, or of short ones drawn together", "`start`, `restart`, `resize`"},
    {"end_seconds", "s", "its end", "`failure`, `resize`, `preempt`, `finish`"},
    {"amount", "of `unit`", "held on all pods; mean where stays are drawn together", "`start`, `resize`"},
    {"unit", "text", "`blocks`; `chips` for a fleet known by its chips only", "`start`, `resize`"},
    {"phase", "text", "`run`, `restart`, or `held`: stands still for want of power", "table `occupancy`"},
};

constexpr MetricDefinition kJobTicks[] = {
    {"job", "text", "job or fleet", "scenario"},
    {"time_seconds", "s", "of a restart too short for a bar, thinned to what can be told apart",
     "`failure`, `restart`"},
};

constexpr MetricDefinition kPodBars[] = {
    {"first_pod", "text", "pod, or the first of neighbours that hold the same all the time", "site layout"},
    {"last_pod", "text", "the last of them", "site layout"},
    {"job", "text", "job or fleet", "scenario"},
    {"begin_seconds", "s", "begin of its stay on the pod, or of short ones drawn together",
     "`start`, `restart`, `resize`"},
    {"end_seconds", "s", "its end", "`failure`, `resize`, `preempt`, `finish`"},
    {"lowest_block", "blocks", "blocks of the row below the bar: a place to draw at, not on the floor",
     "`start`, `resize`"},
    {"blocks", "blocks", "held on the pod; mean where stays are drawn together", "`start`, `resize`"},
    {"phase", "text", "`run`, `restart`, or `held`: stands still for want of power", "table `occupancy`"},
};

constexpr MetricDefinition kCubePodLimits[] = {
    {"changes", "stays", "rows of the pod in table `block_stays`", "table `block_stays`"},
    {"shortest_seconds", "s", "shorter stays are left out; 0: none are", "table `block_stays`"},
};

constexpr MetricDefinition kCubeTimes[] = {
    {"begin_seconds", "s", "`begin_ns`, to milliseconds", "table `block_stays`"},
    {"end_seconds", "s", "`end_ns`, to milliseconds", "table `block_stays`"},
};

constexpr MetricDefinition kCubePhases[] = {
    {"job", "text", "job that holds cubes of these pods", "scenario"},
    {"begin_seconds", "s", "when it stopped running", "table `occupancy`"},
    {"end_seconds", "s", "when it ran again, or gave its blocks up", "table `occupancy`"},
    {"phase", "text", "`restart` or `held`", "table `occupancy`"},
    {"shortest_seconds", "s", "shorter ones are left out, of all jobs; 0: none are", "table `occupancy`"},
};

constexpr MetricDefinition kScalingTexts[] = {
    {"layout", "text", "degrees of the plan above one, and passes", "plan search"},
    {"fault", "text", "why the size does not run, or does not come forward; empty when it does", "plan search"},
};

/// Those of these names.
std::vector<MetricDefinition> picked(Definitions definitions, std::initializer_list<std::string_view> names) {
  std::vector<MetricDefinition> all;
  for (const std::string_view name : names) all.push_back(*find_definition(definitions, name));
  return all;
}

Definitions serving_rows() {
  static const std::vector<MetricDefinition> all =
      joined({picked(serving_column_definitions(),
                     {"fleet", "arrived", "served", "rate_limited", "rejected", "queued", "restarted", "attainment",
                      "chip_seconds", "loading_chip_seconds", "standby_chip_seconds"}),
              kServingRates});
  return all;
}

Definitions service_class_rows() {
  static const std::vector<MetricDefinition> all =
      joined({kServiceClasses, picked(tenant_column_definitions(), {"arrived", "served", "rate_limited", "rejected",
                                                                    "queued", "reserved", "reserved_used"})});
  return all;
}

Definitions cube_pod_rows() {
  static const std::vector<MetricDefinition> all = joined(
      {picked(pod_column_definitions(), {"name", "block", "blocks", "chip", "pod_type", "shape"}), kCubePodLimits});
  return all;
}

Definitions cube_stay_rows() {
  static const std::vector<MetricDefinition> all =
      joined({picked(block_stay_column_definitions(), {"pod"}), kCubeTimes,
              picked(block_stay_column_definitions(), {"state", "subject", "slice", "blocks"})});
  return all;
}

/// As `gigapod scale` has them, and two texts of its page.
Definitions scaling_rows() {
  static const std::vector<MetricDefinition> all = joined({scaling_columns(), kScalingTexts});
  return all;
}

}  // namespace

Definitions cube_stay_columns() { return cube_stay_rows(); }
Definitions cube_phase_columns() { return kCubePhases; }
Definitions job_bar_columns() { return kJobBars; }
Definitions job_tick_columns() { return kJobTicks; }
Definitions pod_bar_columns() { return kPodBars; }
Definitions quotient_columns() { return kQuotients; }
Definitions row_quotient_columns() { return kRowQuotients; }

std::span<const MetricGroup> chart_file_groups() {
  using enum MetricPlace;
  static const std::array groups = {
      MetricGroup{kColumn, "report/report_chips.csv", kChips},
      MetricGroup{kColumn, "report/report_halls.csv", kHalls},
      MetricGroup{kColumn, "report/report_links.csv", kLinks},
      MetricGroup{kColumn, "report/report_regions.csv", kRegions},
      MetricGroup{kColumn, "report/report_regions_served.csv", kRegionsServed},
      MetricGroup{kColumn, "report/report_failures.csv", kFailures},
      MetricGroup{kColumn, "report/report_heat_pods.csv", kHeatPods},
      MetricGroup{kColumn, "report/report_heat_links.csv", kHeatLinks},
      MetricGroup{kColumn, "report/report_quotients.csv", kQuotients},
      MetricGroup{kColumn, "report/report_row_quotients.csv", kRowQuotients},
      MetricGroup{kColumn, "report/report_power_nodes.csv", kPowerNodes},
      MetricGroup{kColumn, "report/report_tenants.csv", kTenants},
      MetricGroup{kColumn, "report/report_serving.csv", serving_rows()},
      MetricGroup{kColumn, "report/report_service_classes.csv", service_class_rows()},
      MetricGroup{kColumn, "report/report_cube_pods.csv", cube_pod_rows()},
      MetricGroup{kColumn, "report/report_cube_stays.csv", cube_stay_rows()},
      MetricGroup{kColumn, "report/report_cube_phases.csv", kCubePhases},
      MetricGroup{kColumn, "report/report_scaling.csv", scaling_rows()},
      MetricGroup{kColumn, "report/report_scaling_ends.csv", curve_end_columns()},
      MetricGroup{kColumn, "report/report_job_bars.csv", kJobBars},
      MetricGroup{kColumn, "report/report_job_ticks.csv", kJobTicks},
      MetricGroup{kColumn, "report/report_pod_bars.csv", kPodBars},
  };
  return groups;
}

}  // namespace gigapod
