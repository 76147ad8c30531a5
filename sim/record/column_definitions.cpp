#include "sim/record/definition_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kSeries[] = {
    {"id", "number", "number of the series", "first point of the series"},
    {"metric", "text", "name of the series, below", "first point of the series"},
    {"label", "text", "what of the metric: a job, a pod, a link …; empty for the site", "first point of the series"},
};

constexpr MetricDefinition kPoints[] = {
    {"series", "number", "`series.id`", "every change of the series"},
    {"time_ns", "ns", "simulated time; `time_seconds` of the view `metrics`", "every change of the series"},
    {"value", "of the metric",
     "the value from this time until the next; one that repeats the value before is not stored",
     "every change of the series"},
};

constexpr MetricDefinition kMetrics[] = {
    {"metric", "text", "`series.metric`", "every change of the series"},
    {"label", "text", "`series.label`", "every change of the series"},
    {"time_seconds", "s", "simulated time: `points.time_ns` / 1e9", "every change of the series"},
    {"value", "of the metric", "`points.value`: holds from this time until the next", "every change of the series"},
};

constexpr MetricDefinition kEvents[] = {
    {"time_ns", "ns", "simulated time", "the event"},
    {"kind", "text", "kind of the event, below", "the event"},
    {"subject", "text", "job, fleet, class of component, curtailment …, by kind", "the event"},
    {"pod", "text", "pod; empty where it spans several", "the event"},
    {"value", "by kind", "below", "the event"},
    {"detail", "text", "one sentence for people", "the event"},
};

constexpr MetricDefinition kWorkloads[] = {
    {"name", "text", "name of the job or fleet", "scenario"},
    {"kind", "text", "of a job: `training`, `sweep` …; of a fleet `serving`", "scenario"},
    {"tenant", "text", "tenant of the job or fleet", "scenario"},
    {"model", "text", "model that is trained or served", "scenario"},
    {"pod_type", "text", "type of pod", "scenario"},
    {"slice", "text", "shape of its slices", "last size"},
    {"slices", "slices", "slices of a job; of a fleet the most replicas", "last size; `resize` of fleets"},
    {"chips", "chips", "chips of a job; of a fleet the most", "last size; `resize` of fleets"},
    {"state", "text", "`waiting`, `running` or `finished` at the end", "`submit` … `finish`"},
    {"submit_ns", "ns", "when it came", "`submit`"},
    {"start_ns", "ns", "first start; nothing before", "`start`"},
    {"end_ns", "ns", "end; nothing before", "`finish`"},
    {"tokens", "tokens", "trained in steps that were kept, or served (prompt and output)",
     "steps; looks at the fleet"},
    {"output_tokens", "tokens", "of them output", "looks at the fleet"},
    {"requests", "requests", "requests served", "looks at the fleet"},
    {"unserved_requests", "requests", "requests rejected", "looks at the fleet"},
    {"steps", "steps", "steps that were kept", "steps, less those that a `failure` undoes"},
    {"step_seconds", "s", "one step of the last size, alone", "step model"},
    {"mfu", "share", "model FLOPs of that step / (peak bf16 x chips x its time)", "step model"},
    {"hfu", "share", "FLOPs of that step with what is computed again / (peak bf16 x chips x its time)", "step model"},
    {"goodput", "share",
     "of a job: time of kept steps / time since the first start; of a fleet: served / (served + rejected)",
     "`start` … `finish`; looks at the fleet"},
    {"interruptions", "interruptions", "by failures and planned work", "`failure`, `restart`"},
    {"ttft_seconds", "s", "mean time to the first token over the requests served", "looks at the fleet"},
    {"tpot_seconds", "s", "mean time per output token over the requests served", "looks at the fleet"},
    {"chip_seconds", "chip-seconds", "chips held x time", "`start`, `resize`, `failure`, `finish`"},
    {"energy_joules", "J", "of its chips and hosts", "every change of their draw"},
    {"energy_dollars", "$", "price of that energy and of its part of cooling and losses",
     "every change of a draw or a price"},
    {"carbon_kg", "kg", "CO2 equivalent of the same", "every change of a draw or the series"},
    {"tokens_held_back", "tokens", "that it would have trained in the time that power control took",
     "`power`, `hold`, `resume`"},
    {"published_step_seconds", "s", "step of the published run; 0: none", "scenario"},
    {"published_mfu", "share", "MFU of the published run; 0: none", "scenario"},
    {"published_source", "text", "where it is published", "scenario"},
};

constexpr MetricDefinition kStepCauses[] = {
    {"workload", "text", "name of the job", "scenario"},
    {"cause", "text", "`compute`, `hbm`, `ici`, `dcn`, `bubble`, `straggler` or `overhead`", "step model"},
    {"seconds", "s", "seconds of one step; the causes sum to `workloads.step_seconds`", "step model"},
};

constexpr MetricDefinition kPods[] = {
    {"name", "text", "name of the pod", "scenario"},
    {"pod_type", "text", "type of pod", "scenario"},
    {"chip", "text", "kind of its chips", "scenario"},
    {"shape", "text", "its chips along each axis: `16x24x24`", "catalog"},
    {"block", "text",
     "chips of a block along each axis: `4x4x4`, a cube; block number = its place in the grid of shape / block, the "
     "last axis fastest, from 0",
     "catalog"},
    {"blocks", "blocks", "blocks of the pod", "shape / block"},
};

constexpr MetricDefinition kBlockStays[] = {
    {"pod", "text", "name of the pod", "`start`, `failure`"},
    {"blocks", "text", "numbers of the blocks in the pod: `0-15,32`", "placement, place of the failure"},
    {"begin_ns", "ns", "since when; a block that is in no row is free", "`start`, `resize`, `failure`"},
    {"end_ns", "ns", "until when, at most the end of the run", "`finish`, `preempt`, `resize`, `repair`"},
    {"state", "text",
     "`held` by a job or fleet; `spare`: kept for jobs that lose a block; out of service: `repair` after a failure, "
     "`outage` of power, `maintenance`, `drain`: given to nobody while others leave before one of these",
     "allocation, `failure`, `repair`"},
    {"subject", "text", "name of the job or fleet, or of the class of failure, feed or planned work",
     "allocation, `failure`"},
    {"slice", "number",
     "of a job: number of the slice among those it holds, from 1 in the order they came; nothing else has one",
     "`start`, `resize`"},
};

constexpr MetricDefinition kOccupancy[] = {
    {"workload", "text", "name of the job", "`start`"},
    {"pod", "text", "name of the pod", "`start`"},
    {"begin_ns", "ns", "begin of the stay or of its phase", "`start`, `restart`, `resize`"},
    {"end_ns", "ns", "its end", "`failure`, `resize`, `preempt`, `finish`"},
    {"blocks", "blocks", "blocks of the pod held", "`start`, `resize`"},
    {"phase", "text", "`run`, `restart`, or `held`: stands still for want of power",
     "`start`, `failure`, `restart`, `hold`, `resume`"},
};

constexpr MetricDefinition kServing[] = {
    {"fleet", "text", "name of the fleet", "scenario"},
    {"arrived", "requests", "= served + rate_limited + rejected + queued", "looks at the fleet"},
    {"served", "requests", "answered", "looks at the fleet"},
    {"rate_limited", "requests", "answered 429", "looks at the fleet"},
    {"rejected", "requests", "would have waited longer than `queue_limit`", "looks at the fleet"},
    {"queued", "requests", "wait at the end", "last look at the fleet"},
    {"attainment", "share", "served within both targets / (served + rejected)", "looks at the fleet"},
    {"ttft_<quantile>_seconds", "s", "what 50%, 95% or 99% of the times to the first token stay within",
     "looks at the fleet, weighed by requests"},
    {"tpot_<quantile>_seconds", "s", "likewise, time per output token", "looks at the fleet, weighed by requests"},
    {"end_to_end_<quantile>_seconds", "s", "likewise, arrival to last token",
     "looks at the fleet, weighed by requests"},
    {"prompt_tokens", "tokens", "prompt tokens of requests served", "looks at the fleet"},
    {"output_tokens", "tokens", "output tokens of requests served", "looks at the fleet"},
    {"restarted", "requests",
     "requests cut off by a failure or for want of power, which started over on other replicas",
     "`failure`, `standby`"},
    {"reserved", "requests", "requests that provisioned capacity was there for", "scenario x `horizon_seconds`"},
    {"reserved_used", "requests", "of them served", "looks at the fleet"},
    {"chip_seconds", "chip-seconds", "chips held x time", "`resize`, `failure`, `repair`"},
    {"loading_chip_seconds", "chip-seconds", "of them before replicas served", "`resize`"},
    {"standby_chip_seconds", "chip-seconds", "of them on standby for want of power", "`standby`"},
    {"energy_joules", "J", "of its chips and hosts", "every change of their draw"},
    {"energy_dollars", "$", "price of that energy and of its part of cooling and losses",
     "every change of a draw or a price"},
    {"chip_dollars", "$", "chip-hours x the price of a chip-hour", "`chip_seconds`"},
};

constexpr MetricDefinition kTenants[] = {
    {"fleet", "text", "name of the fleet", "scenario"},
    {"tenant", "text", "name of the tenant", "scenario, or drawn"},
    {"service_class", "text", "class of the tenant", "scenario, or drawn"},
    {"agreement", "text", "`provisioned` or `on_demand`", "scenario, or drawn"},
    {"sector", "text", "sector of the tenant", "scenario, or drawn"},
    {"country", "text", "country of the tenant", "scenario, or drawn"},
    {"region", "text", "home region of the tenant", "country"},
    {"arrived", "requests", "= served + rate_limited + rejected + queued", "looks at the fleet"},
    {"served", "requests", "answered", "looks at the fleet"},
    {"rate_limited", "requests", "answered 429", "looks at the fleet"},
    {"rejected", "requests", "would have waited longer than `queue_limit`", "looks at the fleet"},
    {"queued", "requests", "wait at the end", "last look at the fleet"},
    {"reserved", "requests", "provisioned capacity x time", "scenario x `horizon_seconds`"},
    {"reserved_used", "requests", "of it served", "looks at the fleet"},
};

constexpr MetricDefinition kAssumptions[] = {
    {"part", "text", "file of the catalog: `chips/v7`", "scenario"},
    {"key", "text", "key of that file; `others`: all that it does not name", "catalog"},
    {"assumption", "text", "what is assumed and why", "`sources` of the catalog"},
};

constexpr MetricDefinition kNameAndValue[] = {
    {"name", "text", "name, below", "end of the run"},
    {"value", "by name", "value, below", "end of the run"},
};

}  // namespace

std::span<const MetricDefinition> series_column_definitions() { return kSeries; }
std::span<const MetricDefinition> point_column_definitions() { return kPoints; }
std::span<const MetricDefinition> metric_column_definitions() { return kMetrics; }
std::span<const MetricDefinition> event_column_definitions() { return kEvents; }
std::span<const MetricDefinition> workload_column_definitions() { return kWorkloads; }
std::span<const MetricDefinition> step_cause_column_definitions() { return kStepCauses; }
std::span<const MetricDefinition> pod_column_definitions() { return kPods; }
std::span<const MetricDefinition> occupancy_column_definitions() { return kOccupancy; }
std::span<const MetricDefinition> block_stay_column_definitions() { return kBlockStays; }
std::span<const MetricDefinition> serving_column_definitions() { return kServing; }
std::span<const MetricDefinition> tenant_column_definitions() { return kTenants; }
std::span<const MetricDefinition> assumption_column_definitions() { return kAssumptions; }
std::span<const MetricDefinition> name_value_column_definitions() { return kNameAndValue; }

}  // namespace gigapod
