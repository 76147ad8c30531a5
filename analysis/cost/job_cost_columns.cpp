#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

// `…_<quantile>` is p5, p50 or p95 of `--draws` draws.
constexpr MetricDefinition kCost[] = {
    {"chip", "text", "kind of chip", "`--chips`"},
    {"pod", "text", "type of pod that it is planned on", "catalog"},
    {"precision", "text", "format of the matrix products of the plan", "plan"},
    {"chips", "chips", "of the plan with the fewest chip-hours that ends before the deadline", "plan search"},
    {"time_seconds", "s", "of the whole run, failures included", "step and failure models"},
    {"mfu_fraction", "share", "(6N + 12LHQT FLOP a token) x tokens of a step / (`chips` x peak bf16 x its time)",
     "step model"},
    {"goodput_fraction", "share", "expected share of time in steps that count", "failure model"},
    {"energy_joules", "J", "at the meter, mean power of a step x `time_seconds`", "power model"},
    {"carbon_kg", "kg", "`energy_joules` / 3.6e6 x `--carbon` in g/kWh / 1000", "power model"},
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
    {"chip_hours_<quantile>", "chip-hours",
     "`chips` x `time_seconds` / 3600 x lognormal error of the step model; p5, p50, p95 of the draws", "draws"},
    {"joules_per_token_<quantile>", "J/token", "`energy_joules` / tokens x the same error; p5, p50, p95", "draws"},
    {"owned_dollars_per_chip_hour_<quantile>", "$/chip-hour",
     "equipment, facility, upkeep and energy with every term drawn evenly from its range; p5, p50, p95", "draws"},
    {"owned_dollars_per_million_tokens_<quantile>", "$/Mtoken",
     "that x chip-hours of the draw / tokens x 1e6; p5, p50, p95", "draws"},
    {"relative_to_first_<quantile>", "ratio",
     "that / the same of the first kind with a capital, draw by draw; p5, p50, p95", "draws"},
    {"on_demand_dollars_per_million_tokens", "$/Mtoken",
     "`chips` x `time_seconds` x list price on demand / tokens x 1e6; empty without a price", "price list"},
    {"one_year_dollars_per_million_tokens", "$/Mtoken", "the same at the price of a year's commitment", "price list"},
    {"three_years_dollars_per_million_tokens", "$/Mtoken", "the same at the price of three years' commitment",
     "price list"},
};

}  // namespace

std::span<const MetricDefinition> cost_columns() { return kCost; }

}  // namespace gigapod
