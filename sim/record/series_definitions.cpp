#include "sim/record/definition_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kSeries[] = {
    {"site_power_watts", "W", "power at the meter: chips, hosts, network, cooling, losses", "every change of a draw"},
    {"import_watts", "W", "power from the grid",
     "every change of a draw, with a battery, generation, curtailments or series"},
    {"import_limit_watts", "W", "what the import may be: connection and curtailments",
     "curtailments begin, ramp and end"},
    {"solar_watts", "W", "solar power that is used", "every change of a draw or of the sun"},
    {"gas_watts", "W", "power of generators that is used", "every change of a draw or of the generation"},
    {"battery_watts", "W", "power of the batteries; positive: they give", "every change of a draw"},
    {"battery_charge", "share", "energy in the batteries / their capacity", "every change of a draw"},
    {"energy_price", "$/MWh", "price of imported energy", "`series.price`, by the hour"},
    {"carbon_intensity", "g/kWh", "CO2 equivalent of imported energy", "`series.carbon`, by the hour"},
    {"outdoor_temperature", "°C", "temperature outside", "`series.temperature` or the climate of the cooling"},
    {"power_watts", "W", "what the node takes from its feed; the grid: at the meter", "every change of a draw",
     "node of the power tree"},
    {"power_rating_watts", "W", "rating of the node", "scenario and site layout", "node of the power tree"},
    {"chips_<bucket>", "chips",
     "chip-seconds of the bucket in the interval / its length; the eleven sum to the installed chips",
     "ledger, every `metric_interval`"},
    {"pod_busy_fraction", "share",
     "chip-seconds of jobs and of busy or loading replicas, without those that stand still for want of power / "
     "chip-seconds of the pod in the interval",
     "ledger, every `metric_interval`", "pod"},
    {"dcn_utilization", "share", "the busier direction's bytes in the interval / (bandwidth x its length)",
     "transfers over the link, every `metric_interval`", "link, or `storage`"},
    {"largest_placeable_chips", "chips", "the largest slice that could be placed now", "every `metric_interval`",
     "pod type"},
    {"queue_jobs", "jobs", "jobs that wait", "`submit`, `start`, `preempt`, `yield`"},
    {"queue_chips", "chips", "chips that waiting jobs ask for, at their smallest size",
     "`submit`, `start`, `preempt`, `yield`"},
    {"repair_queue", "repairs", "repairs that wait for a crew", "`failure`, `repair`"},
    {"job_step_seconds", "s", "length of a step now: the plan's, with contention and power caps",
     "every change of the job's speed", "job"},
    {"job_chips", "chips", "chips held", "`start`, `restart`, `resize`, `failure`, `finish`", "job"},
    {"serving_chips", "chips", "chip-seconds held by fleets in the interval / its length", "`resize` of fleets",
     "pod type"},
    {"job_held_chips", "chips", "chip-seconds held by jobs in the interval / its length",
     "`start`, `resize`, `finish`", "pod type"},
    {"reclaimed_chips", "chips",
     "of those held by jobs, what a split fixed at the fleets' peak would have kept for serving",
     "`job_held_chips` and the peak of `serving_chips`", "pod type"},
    {"region_demand_requests_per_second", "requests/s", "requests that arrive in the interval / its length",
     "looks at the tenants", "home region of tenants"},
    {"region_served_requests_per_second", "requests/s", "requests served in the interval / its length",
     "looks at the tenants", "home region of tenants"},
};

constexpr MetricDefinition kFleetSeries[] = {
    {"fleet_demand_requests_per_second", "requests/s", "requests that arrive", "demand curves and tenants, each look",
     "fleet"},
    {"fleet_capacity_requests_per_second", "requests/s", "requests that the running replicas take within the targets",
     "replicas start or stop, power caps", "fleet"},
    {"fleet_served_requests_per_second", "requests/s", "requests served / length of the look", "end of each look",
     "fleet"},
    {"fleet_rejected_requests_per_second", "requests/s",
     "requests that would have waited longer than `queue_limit` / length of the look", "end of each look", "fleet"},
    {"fleet_rate_limited_requests_per_second", "requests/s", "requests answered 429 / length of the look",
     "end of each look", "fleet"},
    {"fleet_queued_requests", "requests", "requests that wait at the end of the look that begins here",
     "end of each look", "fleet"},
    {"fleet_replicas", "replicas", "replicas that serve", "`resize`, `failure`, `repair`", "fleet"},
    {"fleet_chips", "chips", "chips held, with those that load or drain", "`resize`, `failure`, `repair`", "fleet"},
    {"fleet_loading_chips", "chips", "chips of replicas that load", "`resize`", "fleet"},
    {"fleet_standby_chips", "chips",
     "chips of replicas that stand by for want of power; from the first time that some do", "`standby`", "fleet"},
    {"fleet_needed_chips", "chips",
     "chips that the demand until the next look needs at the target utilization, reserved capacity and the minimum "
     "included",
     "each look", "fleet"},
    {"fleet_ttft_seconds", "s", "mean time to the first token at this load",
     "table of the replica (`ServingSurrogate`), each look", "fleet"},
    {"fleet_tpot_seconds", "s", "mean time per output token at this load", "table of the replica, each look",
     "fleet"},
    {"fleet_ttft_<quantile>_seconds", "s", "what 50%, 95% or 99% of the times to the first token stay within",
     "table of the replica, each look", "fleet"},
    {"fleet_tpot_<quantile>_seconds", "s", "what 50%, 95% or 99% of the times per output token stay within",
     "table of the replica, each look", "fleet"},
    {"fleet_end_to_end_<quantile>_seconds", "s",
     "what 50%, 95% or 99% of the requests take at most, arrival to last token", "table of the replica, each look",
     "fleet"},
    {"fleet_ttft_target_seconds", "s", "the target", "scenario", "fleet"},
    {"fleet_tpot_target_seconds", "s", "the target", "scenario", "fleet"},
    {"fleet_attainment", "share", "requests within both targets / requests, at this load",
     "table of the replica, each look", "fleet"},
};

}  // namespace

std::span<const MetricDefinition> series_definitions() { return kSeries; }
std::span<const MetricDefinition> fleet_series_definitions() { return kFleetSeries; }

}  // namespace gigapod
