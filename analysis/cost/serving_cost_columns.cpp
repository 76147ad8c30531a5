#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

// `…_<quantile>` is p5, p50 or p95 of `--draws` draws. All but the first three and the error are empty for a kind
// that does not serve.
constexpr MetricDefinition kServingCost[] = {
    {"chip", "text", "kind of chip", "`--chip`"},
    {"pod", "text", "type of pod that its slices are of", "catalog"},
    {"why_not", "text", "why nothing holds the targets; empty where something does", "search"},
    {"setup", "text", "replicas and slice with the fewest chips that hold the targets at the demand / utilization",
     "search"},
    {"replicas", "replicas", "of it, that decode", "search"},
    {"prefill_replicas", "replicas", "of it, that compute prompts only", "search"},
    {"slice", "text", "of one replica", "search"},
    {"layout", "text", "of the model on it", "search"},
    {"chips", "chips", "of all replicas", "search"},
    {"output_tokens_per_second_per_chip", "tokens/s",
     "mean rate of the demand x output tokens of a request / `chips`", "requests simulated"},
    {"ttft_p99_seconds", "s", "time to first token at the demand", "requests simulated"},
    {"tpot_p99_seconds", "s", "time per further token at the demand", "requests simulated"},
    {"slo_attained_fraction", "share", "requests that hold every target at the demand", "requests simulated"},
    {"planned_slo_attained_fraction", "share", "the same at the demand / `--target-utilization`",
     "requests simulated"},
    {"chip_power_watts", "W", "mean IT power of a chip with its share of hosts and networks, in the steady state",
     "power model"},
    {"carbon_grams_per_thousand_requests", "g",
     "J of an output token x output tokens of a thousand requests / 3.6e6 x `--carbon`, without the error",
     "power model"},
    {"model_error_fraction", "share", "standard deviation of log predicted over published", "validation"},
    {"model_error_rows", "rows", "published rows that it is of; 0: the chip has none", "validation"},
    {"capital_least_dollars", "$",
     "of a chip with its share of hosts and networks, low end; empty where none is known",
     "`--capital` or the published range"},
    {"capital_most_dollars", "$", "high end of it", "`--capital` or the published range"},
    {"equipment_dollars_per_chip_hour", "$/chip-hour",
     "capital x recovery factor of the equipment's life / 8766 h, in the middle of every range", "cost terms"},
    {"facility_dollars_per_chip_hour", "$/chip-hour",
     "facility dollars a watt x IT power at full activity x recovery factor of its life / 8766 h, likewise",
     "cost terms, power model"},
    {"upkeep_dollars_per_chip_hour", "$/chip-hour",
     "upkeep dollars a watt and year x the same power / 8766 h, likewise", "cost terms, power model"},
    {"energy_dollars_per_chip_hour", "$/chip-hour", "electricity price x PUE x mean IT power x 1 h, likewise",
     "cost terms, power model"},
    {"chip_hours_per_million_output_tokens_<quantile>", "chip-hours",
     "1e6 / (3600 x `output_tokens_per_second_per_chip`) x lognormal error of the serving model; p5, p50, p95",
     "draws"},
    {"joules_per_output_token_<quantile>", "J/token",
     "PUE x `chip_power_watts` / `output_tokens_per_second_per_chip` x error", "draws"},
    {"joules_per_token_<quantile>", "J/token", "the same over prompt and output tokens", "draws"},
    {"owned_dollars_per_chip_hour_<quantile>", "$/chip-hour",
     "equipment, facility, upkeep and energy with every term drawn evenly from its range", "draws"},
    {"owned_dollars_per_million_output_tokens_<quantile>", "$/Mtoken", "that x chip-hours of the draw", "draws"},
    {"owned_dollars_per_million_tokens_<quantile>", "$/Mtoken", "the same over prompt and output tokens", "draws"},
    {"owned_dollars_per_thousand_requests_<quantile>", "$", "the same for a thousand requests", "draws"},
    {"owned_relative_to_reference_<quantile>", "ratio",
     "to the first kind that serves and has a capital, draw by draw", "draws"},
    {"on_demand_dollars_per_million_output_tokens_<quantile>", "$/Mtoken",
     "list price on demand x chip-hours of the draw; empty without a price", "price list, draws"},
    {"on_demand_dollars_per_million_tokens_<quantile>", "$/Mtoken", "the same over prompt and output tokens",
     "price list, draws"},
    {"on_demand_dollars_per_thousand_requests_<quantile>", "$", "the same for a thousand requests",
     "price list, draws"},
    {"on_demand_relative_to_reference_<quantile>", "ratio",
     "to the first kind that serves and has a list price, draw by draw", "price list, draws"},
    {"one_year_dollars_per_million_output_tokens", "$/Mtoken",
     "list price of a year's commitment x chip-hours without the error", "price list"},
    {"three_years_dollars_per_million_output_tokens", "$/Mtoken", "the same at three years' commitment",
     "price list"},
};

}  // namespace

std::span<const MetricDefinition> serving_cost_columns() { return kServingCost; }

}  // namespace gigapod
