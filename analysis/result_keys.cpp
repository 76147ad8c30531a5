#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

// `<FILE column>` stands for the columns of FILE.csv, which are defined there.
constexpr MetricDefinition kScaling[] = {
    {"kind", "text", "`scaling`: what a page is told apart by", "program"},
    {"program", "text", "`gigapod`", "program"},
    {"version", "text", "of the program", "program"},
    {"scenario", "text", "name of the scenario", "scenario"},
    {"job", "text", "training job that is grown", "`scale.job`"},
    {"model", "text", "that it trains", "scenario"},
    {"pod_type", "text", "that it runs on", "scenario"},
    {"chip", "text", "of these pods", "scenario"},
    {"grid_power_watts", "W", "grid connection of the site, without oversubscription", "`site.power.grid_power`"},
    {"pue", "ratio", "power at the meter / IT power, of the year's mean", "`site.power.pue`"},
    {"envelope_chips", "chips",
     "at full activity that the grid connection x oversubscription, or the power tree, carries with host, network, "
     "cooling and losses",
     "site layout, power model"},
    {"critical_batch_tokens", "tokens", "B in token efficiency 1 / (1 + batch / B); 0: none",
     "`--critical-batch`, `--critical-batch-law`"},
    {"critical_batch_source", "text", "where that comes from; empty without", "`--critical-batch-law`"},
    {"seeds", "seeds", "drawn lives of the job at each size", "`--seeds`"},
    {"moved_sizes[].requested_chips", "chips", "size asked for that no curve has as it is", "`scale.chips`"},
    {"moved_sizes[].chips", "chips", "that equal slices fill, evaluated in its place; 0: too few for a slice",
     "site layout"},
    {"moved_sizes[].is_merged", "true or false", "whether another size asked for has come to these chips before",
     "site layout"},
    {"notes[]", "text",
     "`moved_sizes` as a sentence; at which sizes the closed form of goodput is outside the simulated interval",
     "site layout; points of the curves"},
    {"warnings[]", "text", "what is used outside its range of validity", "models"},
    {"curves[].name", "text", "`weak`, `strong` or `best`", "scenario"},
    {"curves[].rule", "text", "what stays fixed, or is chosen, as the job grows", "scenario"},
    {"curves[].end.<ends column>", "of the column", "as in ends.csv, but for `curve`; null where no size runs",
     "points of the curve"},
    {"curves[].points[].<scaling column>", "of the column", "as in scaling.csv, but for `curve`", "models"},
    {"curves[].points[].layout", "text", "degrees above one, and passes: `tensor 8, fsdp 72, 4 passes`", "plan"},
    {"curves[].points[].fault", "text", "why no plan runs, or comes forward; empty where one does",
     "plan search, failure model"},
    {"curves[].points[].later_limits[].limit", "text", "further limit met at this size, the worst first", "rules"},
    {"curves[].points[].later_limits[].limit_reason", "text", "its rule with its numbers", "rules"},
    {"sensitivities[].<sensitivity column>", "of the column", "as in sensitivity.csv, the largest effect first",
     "points planned anew"},
    {"sensitivities[].what", "text", "`input` in words: `DCN bandwidth`", "scenario"},
    {"sensitivities[].sentences[]", "text", "which way half and twice of it move the end; none where they don't",
     "points planned anew"},
};

constexpr MetricDefinition kPlan[] = {
    {"version", "text", "of the program", "program"},
    {"query.model", "text", "that is trained", "`--model`"},
    {"query.sequence_length_tokens", "tokens", "of a sequence", "`--sequence-length`"},
    {"query.tokens", "tokens", "of the whole run", "`--tokens`"},
    {"query.pod", "text", "type of pod", "`--pod`, `--chip`"},
    {"query.chip", "text", "of that pod", "`--chip`"},
    {"query.least_chips", "chips", "fewest that a plan may use", "`--chips`"},
    {"query.most_chips", "chips", "most that a plan may use", "`--chips`"},
    {"query.most_batch_sequences", "sequences", "most in an optimizer step", "`--global-batch`, `--critical-batch`"},
    {"query.objective", "text", "what is least in the best plan: `time`, `cost`, `energy` or `chips`",
     "`--minimize`"},
    {"query.deadline_seconds", "s", "longest run; null: any", "`--deadline`"},
    {"query.budget_dollars", "$", "dearest run; null: any", "`--budget`"},
    {"query.power_limit_watts", "W", "most `provisioned_power_watts`; null: any", "`--megawatts`"},
    {"query.price_dollars_per_chip_hour", "$/chip-hour", "of a chip; null: unknown",
     "`--chip-hour` or the list price"},
    {"query.pue", "ratio", "power at the meter / IT power", "`--pue`"},
    {"is_complete", "true or false", "whether every allocation was searched, and none stopped", "search"},
    {"allocations", "allocations", "numbers and shapes of slices that the query allows", "search"},
    {"allocations_searched", "allocations", "of these, searched to the end", "search"},
    {"plans_evaluated", "plans", "whose step was worked out", "search"},
    {"plans_bounded", "plans", "ruled out by a bound without", "search"},
    {"plans_too_large", "plans", "that do not fit into memory", "search"},
    {"reasons[]", "text", "why the winner wins, a sentence each", "search"},
    {"binding", "text",
     "`gains[].name` of the machine with the most gain, from 0.01 on; null where compute binds or nothing is found",
     "search of the winner's slices"},
    {"gains[].name", "text",
     "`hbm`, `ici`, `dcn`, `batch`, `compute`, `failures`, `chips`, `deadline`, `budget` or `power`",
     "search of the winner's slices"},
    {"gains[].what", "text", "what is given: `twice the HBM`, `no deadline` …", "search of the winner's slices"},
    {"gains[].gain_fraction", "share", "of the objective that it saves", "search of the winner's slices"},
    {"gains[].is_limit", "true or false", "whether it is a limit of the query, not of the machine", "query"},
    {"shortfalls[].limit", "text",
     "that no plan meets: `memory`, `batch`, `deadline`, `budget`, `power` or `slices`; none where a plan is found",
     "search"},
    {"shortfalls[].text", "text", "by how much the nearest plan misses it, and what would do", "search"},
    {"top[].<plan column>", "of the column", "as in plan.csv, but for `list`, of the best layouts", "models"},
    {"front[].<plan column>", "of the column",
     "likewise, of runs of which no other takes less of something and no more of time, chips, energy and cost",
     "models"},
};

constexpr MetricDefinition kTerms[] = {
    {"terms.facility_dollars_per_watt[]", "$/W",
     "capital of buildings, power and cooling for a watt of IT; least, most", "`--facility`"},
    {"terms.upkeep_dollars_per_watt_year[]", "$/W/year", "staff, repairs and taxes for it; least, most",
     "`--upkeep`"},
    {"terms.equipment_years[]", "years", "life of chips, hosts and networks; least, most", "`--equipment-life`"},
    {"terms.facility_years[]", "years", "life of the facility; least, most", "`--facility-life`"},
    {"terms.interest[]", "share", "a year, of the capital; least, most", "`--interest`"},
    {"terms.electricity_dollars_per_mwh[]", "$/MWh", "at the meter; least, most", "`--electricity`"},
    {"terms.carbon_grams_per_kwh", "g/kWh", "at the meter", "`--carbon`"},
    {"terms.draws", "draws", "of all ranges together", "`--draws`"},
    {"terms.seed", "number", "of these draws", "`--seed`"},
};

constexpr MetricDefinition kJobCost[] = {
    {"version", "text", "of the program", "program"},
    {"model", "text", "that is trained", "`--model`"},
    {"tokens", "tokens", "of the whole run", "`--tokens`"},
    {"deadline_seconds", "s", "longest run of a plan", "`--deadline`"},
    {"precisions[]", "text", "formats of the matrix products that a plan may use", "`--precision`"},
};

constexpr MetricDefinition kJobKinds[] = {
    {"kinds[].<cost column>", "of the column", "as in cost.csv, one for each kind of chip", "models, cost terms"},
};

constexpr MetricDefinition kServingCost[] = {
    {"version", "text", "of the program", "program"},
    {"model", "text", "that is served", "`--model`"},
    {"requests_from", "text", "trace, sample or process that they come from", "options of requests"},
    {"requests", "requests", "of the demand", "stream of requests"},
    {"requests_per_second", "requests/s", "mean rate", "stream of requests"},
    {"mean_prompt_tokens", "tokens", "of a request", "stream of requests"},
    {"mean_output_tokens", "tokens", "of an answer", "stream of requests"},
    {"targets.ttft_seconds", "s", "target for the time to the first token; null without one", "`--ttft`"},
    {"targets.tpot_seconds", "s", "for the time per further token; null without one", "`--tpot`"},
    {"targets.end_to_end_seconds", "s", "for the time to the last token; null without one", "`--e2e`"},
    {"targets.wanted_fraction", "share", "of the requests that must hold them", "`--slo-percentile`"},
    {"target_utilization", "share", "setups hold the targets at the rate of the demand over this",
     "`--target-utilization`"},
    {"owned_reference", "text", "first kind that serves and has a capital; null without one", "kinds"},
    {"on_demand_reference", "text", "first kind that serves and has a list price; null without one", "kinds"},
};

constexpr MetricDefinition kServingKinds[] = {
    {"kinds[].<serving_cost column>", "of the column", "as in serving_cost.csv, one for each kind of chip",
     "models, cost terms"},
};

}  // namespace

Definitions scaling_keys() { return kScaling; }
Definitions plan_keys() { return kPlan; }

Definitions cost_keys() {
  static const std::vector<MetricDefinition> all = joined({kJobCost, kTerms, kJobKinds});
  return all;
}

Definitions serving_cost_keys() {
  static const std::vector<MetricDefinition> all = joined({kServingCost, kTerms, kServingKinds});
  return all;
}

}  // namespace gigapod
