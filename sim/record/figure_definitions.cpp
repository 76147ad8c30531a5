#include "sim/record/definition_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kSite[] = {
    {"horizon_seconds", "s", "simulated time", "scenario"},
    {"installed_chips", "chips", "chips of all pods", "site layout"},
    {"pods", "pods", "pods of all types", "site layout"},
    {"blocks", "blocks", "units of allocation of all pods: cubes, host tiles, NVLink domains", "site layout"},
    {"requested_chips", "chips", "chips asked for; of groups without a number, those installed", "scenario"},
    {"envelope_chips", "chips",
     "chips that the grid rating carries at full activity: all pod types scaled alike from what is installed, each "
     "in whole pods",
     "site layout"},
    {"power_for_requested_watts", "W", "at the meter, for the requested chips at full activity", "site layout"},
    {"grid_power_rating_watts", "W", "rating of the site's connection", "scenario"},
    {"chip_seconds_total", "chip-seconds",
     "`installed_chips` x `horizon_seconds` = sum of `chip_seconds_<bucket>`, checked to 1e-9", "ledger"},
    {"chip_seconds_<bucket>", "chip-seconds", "time of chips in the bucket",
     "ledger: every event that moves chips between buckets"},
    {"utilization", "share", "the six working buckets (`busy_useful` … `restart_lost`) / `chip_seconds_total`",
     "ledger"},
    {"goodput", "share", "`busy_useful` / (`chip_seconds_total` - the three idle buckets)", "ledger"},
};

constexpr MetricDefinition kWork[] = {
    {"tokens_trained", "tokens", "tokens of the steps that were kept, of all jobs but inference",
     "steps, less those that a `failure` undoes"},
    {"model_flops", "FLOP", "of the steps that were kept, 6N + 12LHQT a token, causal attention not halved",
     "steps that were kept"},
    {"training_mfu", "share", "`model_flops` / (peak bf16 x chip-seconds that training jobs held, restarts included)",
     "`start` … `finish`"},
    {"jobs_submitted", "jobs", "jobs that came before the end", "`submit`"},
    {"jobs_finished", "jobs", "jobs that reached their end", "`finish`"},
    {"mean_wait_seconds", "s",
     "time in the queue of all jobs, also after a start / `jobs_submitted`; only until the first start: "
     "`mean_first_wait_seconds`",
     "`submit`, `start`, `preempt`, `yield`"},
    {"wait_chip_seconds_<reason>", "chip-seconds",
     "chips that waiting jobs ask for, at their smallest, x time; `blocks`, `power`, `quota`, `turn` (behind "
     "others), `migration` (others move), "
     "and of policies `reserved`, `power_planned`, `late`, `shifted`",
     "`wait`, `start`"},
    {"checkpoints", "checkpoints", "checkpoints saved", "steps; not listed as events"},
    {"failures", "failures", "failures of components", "`failure`"},
    {"interruptions", "interruptions", "interruptions of jobs by failures and by planned work",
     "`failure`, `restart`"},
    {"planned_interruptions", "interruptions", "of them by maintenance", "maintenance"},
    {"interruptions_by_<class>", "interruptions", "of them by a class of failure or a planned work of this name",
     "`failure`, maintenance"},
    {"mean_time_between_interruptions_seconds", "s", "time of all jobs from their first start / `interruptions`",
     "`start`, `restart`"},
    {"ettr", "share",
     "effective training time ratio: time of kept steps / time since the first start, jobs weighed by chips",
     "`start` … `finish`"},
    {"repairs", "repairs", "repairs begun", "`failure`"},
    {"longest_repair_queue", "repairs", "most repairs that waited for a crew at once", "`failure`, `repair`"},
    {"mean_repair_wait_seconds", "s", "time that repairs waited for a crew / `repairs`", "`failure`, `repair`"},
    {"retired_lemons", "components", "components replaced for good after `recovery.retire_after` failures",
     "`repair`"},
    {"preemptions", "preemptions", "times that jobs gave their blocks up for others", "`preempt`, `yield`"},
    {"resizes", "resizes", "changes of size of elastic jobs", "`resize`"},
    {"migrations", "moves", "moves of running jobs to make room", "`migrate`"},
    {"migration_chip_seconds", "chip-seconds", "chips of movers x time in which they save, start and read",
     "`migrate`"},
};

constexpr MetricDefinition kServing[] = {
    {"tokens_served", "tokens", "prompt and output tokens of requests served, and of batch inference",
     "looks at the fleets, steps of jobs"},
    {"output_tokens_served", "tokens", "output tokens of requests served", "looks at the fleets"},
    {"requests_served", "requests", "requests answered", "looks at the fleets"},
    {"requests_unserved", "requests", "requests rejected, as they would have waited longer than `queue_limit`",
     "looks at the fleets"},
    {"requests_arrived", "requests", "= served + unserved + rate limited + queued at the end, checked in every run",
     "looks at the fleets"},
    {"requests_rate_limited", "requests", "requests answered 429", "looks at the fleets"},
    {"requests_queued", "requests", "requests that wait at the end", "last look at the fleets"},
    {"requests_restarted", "requests",
     "requests cut off by a failure or for want of power, which started over on other replicas",
     "`failure`, `standby` of fleets"},
    {"standby_chip_seconds", "chip-seconds", "chips of replicas on standby for want of power x time",
     "`standby` of fleets"},
    {"attainment", "share", "requests served within both targets / (served + unserved)", "looks at the fleets"},
    {"surrogate_error_median", "share",
     "median error of latencies read from the table of a replica instead of simulating it; worst fleet",
     "measured before the run"},
    {"surrogate_error_p90", "share", "90th percentile of that error; worst fleet", "measured before the run"},
    {"reclaimed_chip_seconds", "chip-seconds", "integral of `reclaimed_chips` over all pod types",
     "`reclaimed_chips`"},
    {"serving_takes", "takes", "times that fleets took blocks of elastic jobs", "`resize` of fleets"},
    {"serving_taken_chips", "chips", "chips they got by that", "`resize` of fleets"},
    {"serving_resize_chip_seconds", "chip-seconds", "chips of the jobs that shrank x `resize_time`",
     "`resize` of jobs"},
};

constexpr MetricDefinition kTexts[] = {
    {"scenario_name", "text", "name of the scenario", "scenario"},
    {"scenario_description", "text", "its description", "scenario"},
    {"site_name", "text", "name of the site", "scenario"},
    {"binding_constraint", "text", "one sentence: what more of would have done more", "figures at the end"},
    {"binding_constraint_kind", "text",
     "its first word as a name: `power_tree`, `grid_power`, `power_caps`, `serving_capacity`, `pods`, `demand`, "
     "`chips` …",
     "figures at the end"},
    {"power_swing_job", "text", "the largest synchronous job, whose swings are measured", "`start`"},
};

constexpr MetricDefinition kMeasurements[] = {
    {"wall_seconds", "s", "time that the simulation took, reports not counted", "clock of the machine"},
    {"peak_rss_bytes", "B", "most memory held", "operating system"},
    {"events", "events", "entries of the queue that were handled", "event queue"},
};

}  // namespace

std::span<const MetricDefinition> site_figure_definitions() { return kSite; }
std::span<const MetricDefinition> work_figure_definitions() { return kWork; }
std::span<const MetricDefinition> serving_figure_definitions() { return kServing; }
std::span<const MetricDefinition> text_definitions() { return kTexts; }
std::span<const MetricDefinition> measurement_definitions() { return kMeasurements; }

}  // namespace gigapod
