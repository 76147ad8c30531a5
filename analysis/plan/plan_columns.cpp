#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kValue[] = {
    {"list", "text",
     "`top`: the best layouts by the objective; `front`: runs of which no other takes less of something and no more "
     "of "
     "time, chips, energy and cost",
     "search"},
    {"time_seconds", "s", "tokens of the run / (`tokens_per_second` x `goodput_fraction`)",
     "step and failure models"},
    {"energy_joules", "J", "`power_watts` x `time_seconds`: lost time draws what steps draw", "power model"},
    {"cost_dollars", "$", "`chips` x `time_seconds` x price of a chip; empty without a price",
     "`--price` or the list "
     "price"},
    {"chips", "chips", "`slices` x chips of a slice", "plan"},
};

constexpr MetricDefinition kRates[] = {
    {"precision", "text", "format of the matrix products: `bf16`, `int8`, `fp8` or `fp4`", "plan"},
    {"step_seconds", "s", "one optimizer step without failures", "step model"},
    {"mfu_fraction", "share",
     "(6N + 12LHQT FLOP a token) x tokens of a step / (`chips` x peak bf16 x `step_seconds`)", "step model"},
    {"tokens_per_second", "tokens/s", "`global_batch_sequences` x sequence length / `step_seconds`", "step model"},
    {"goodput_fraction", "share", "expected share of time in steps that count (docs/scaling.md)", "failure model"},
    {"mean_time_between_interruptions_seconds", "s", "1 / rate of all failures that interrupt the job; 0: never",
     "failure model"},
    {"power_watts", "W",
     "mean while stepping, at the meter: (chips, hosts, switches, network of the pods used) x PUE", "power model"},
    {"provisioned_power_watts", "W", "the same with every chip at full activity; `--megawatts` holds against it",
     "power model"},
    {"hbm_bytes_per_chip", "B", "weights, gradients, optimizer state, activations and workspace on the fullest chip",
     "memory model"},
    {"<cause>_run_seconds", "s",
     "of `compute`, `hbm`, `ici`, `dcn`, `bubble`, `straggler`, `overhead`: `time_seconds` x `goodput_fraction` x "
     "the "
     "cause's share of a step; of `failures` the rest of `time_seconds`",
     "step and failure models"},
};

}  // namespace

std::span<const MetricDefinition> plan_columns() {
  static const std::vector<MetricDefinition> all = joined({kValue, layout_columns(), kRates});
  return all;
}

}  // namespace gigapod
