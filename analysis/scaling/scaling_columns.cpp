#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kSize[] = {
    {"curve", "text",
     "`weak`: sequences per chip fixed; `strong`: sequences per step fixed; `best`: slices, layout, "
     "remat and batch chosen",
     "scenario"},
    {"requested_chips", "chips", "size asked for", "`scale.chips`"},
    {"chips", "chips", "size used: whole pods beyond one pod, or equal slices where those leave over a tenth unused",
     "site layout"},
    {"is_feasible", "true or false", "whether a plan fits into memory and keeps a step between two interruptions",
     "plan search, failure model"},
};

constexpr MetricDefinition kStep[] = {
    {"batch_padding_fraction", "share",
     "sequences in a step that only even out ranks and count in no rate / all of "
     "the step",
     "plan"},
    {"step_seconds", "s", "sum of the seven causes that follow, without failures", "step model"},
    {"compute_seconds", "s", "matrix units busy, with what is computed again", "step model"},
    {"hbm_seconds", "s", "beyond compute: operators bound by memory, optimizer update", "step model"},
    {"ici_seconds", "s", "communication inside slices that compute does not hide", "step model"},
    {"dcn_seconds", "s", "communication between slices that compute does not hide", "step model"},
    {"bubble_seconds", "s", "fill and drain of the pipeline", "step model"},
    {"straggler_seconds", "s", "wait for the slowest chip and slice", "step model"},
    {"overhead_seconds", "s", "fixed for a step: launch, host, input", "step model"},
    {"ici_hidden_seconds", "s", "communication inside slices beside compute; no part of the step", "step model"},
    {"dcn_hidden_seconds", "s", "communication between slices beside compute; no part of the step", "step model"},
    {"mfu_fraction", "share",
     "(6N + 12LHQT FLOP a token) x tokens of a step / (`chips` x peak bf16 x `step_seconds`)", "step model"},
    {"hfu_fraction", "share", "the same with what is computed again and padding", "step model"},
    {"hbm_bytes_per_chip", "B", "weights, gradients, optimizer state, activations and workspace on the fullest chip",
     "memory model"},
    {"dcn_bytes_per_slice", "B", "sent by a slice to others in a step", "step model"},
};

constexpr MetricDefinition kRates[] = {
    {"tokens_per_second", "tokens/s", "`global_batch_sequences` x sequence length / `step_seconds`", "step model"},
    {"tokens_per_second_per_chip", "tokens/s", "`tokens_per_second` / `chips`", "step model"},
    {"goodput_fraction", "share", "expected share of time in steps that count, in closed form (docs/scaling.md)",
     "failure model"},
    {"simulated_goodput_fraction", "share", "mean of the same over drawn lives of the job; empty with `--seeds 0`",
     "failures drawn"},
    {"simulated_goodput_low_fraction", "share", "low end of its 95% interval (Student's)", "failures drawn"},
    {"simulated_goodput_high_fraction", "share", "high end of it", "failures drawn"},
    {"useful_tokens_per_second_low", "tokens/s",
     "`useful_tokens_per_second` with `simulated_goodput_low_fraction` for "
     "`goodput_fraction`",
     "failures drawn"},
    {"useful_tokens_per_second_high", "tokens/s", "the same with `simulated_goodput_high_fraction`",
     "failures drawn"},
    {"token_efficiency_fraction", "share", "1 / (1 + tokens of a step / critical batch); 1 without one",
     "`--critical-batch…`"},
    {"useful_tokens_per_second", "tokens/s", "`tokens_per_second` x `goodput_fraction` x `token_efficiency_fraction`",
     "step and failure models"},
    {"power_watts", "W",
     "at the meter at the step's mean activity: chips, hosts, switches, network of the pods used, "
     "cooling and losses",
     "power model"},
    {"provisioned_power_watts", "W",
     "the same with every chip at full activity, in the hottest hour; held against the "
     "site's envelope",
     "power model"},
    {"mean_time_between_interruptions_seconds", "s", "1 / rate of all failures that interrupt the job; 0: never",
     "failure model"},
    {"checkpoint_interval_seconds", "s",
     "computing between two copies in the storage: the job's, else Daly's "
     "optimum; 0: nothing interrupts",
     "failure model"},
    {"checkpoint_pause_seconds", "s", "that the steps stop for one of them", "checkpoint model"},
    {"chip_seconds_<bucket>_fraction", "share",
     "of all chip-seconds; sums to 1 where the size runs. `failures`: 1 - goodput; `critical_batch`: goodput x (1 - "
     "token efficiency); of the rest `padding` by sequences, and by cause of the step `useful_compute`, `hbm`, "
     "`ici`, "
     "`dcn`, `bubble`, `stragglers`, `overhead`",
     "step and failure models"},
    {"limit", "text", "first limit met at this size by the rules below; `none`", "rules"},
    {"limit_reason", "text", "the rule with its numbers", "rules"},
};

constexpr MetricDefinition kEnds[] = {
    {"curve", "text", "`weak`, `strong` or `best`", "scenario"},
    {"chips", "chips",
     "where a further chip brings less than half of the best useful tokens/s of one, or the chips "
     "that the envelope carries (docs/scaling.md)",
     "points of the curve"},
    {"is_beyond", "true or false", "whether the end lies beyond the last size, which `chips` then is",
     "points of the curve"},
    {"best_useful_tokens_per_second_per_chip", "tokens/s",
     "largest `useful_tokens_per_second` / `chips` of the curve, whose half is the bar", "points of the curve"},
    {"limit", "text", "what took most useful tokens from a chip between the best size and the end, or `power`",
     "points of the curve"},
    {"limit_reason", "text", "the same as a sentence; empty where the end is beyond", "points of the curve"},
    {"largest_loss", "text", "largest bucket of chip-seconds but useful compute, at the first size from the end on",
     "`chip_seconds_<bucket>_fraction`"},
    {"largest_loss_chip_seconds_fraction", "share", "its share of all chip-seconds there",
     "`chip_seconds_<bucket>_fraction`"},
    {"largest_loss_at_chips", "chips", "that size", "points of the curve"},
};

constexpr MetricDefinition kShifts[] = {
    {"input", "text", "what is halved and doubled: `dcn_bandwidth`, `failure_rate` …", "scenario"},
    {"curve", "text", "`weak`, `strong` or `best`", "scenario"},
    {"end_chips", "chips", "end of the curve as it is", "points of the curve"},
    {"is_end_beyond", "true or false", "whether that lies beyond the last size", "points of the curve"},
    {"halved_end_chips", "chips", "end with half of the input, held against the bar of the curve as it is",
     "points planned anew"},
    {"is_halved_end_beyond", "true or false", "whether that lies beyond the last size", "points planned anew"},
    {"doubled_end_chips", "chips", "end with twice of the input, likewise", "points planned anew"},
    {"is_doubled_end_beyond", "true or false", "whether that lies beyond the last size", "points planned anew"},
};

}  // namespace

std::span<const MetricDefinition> scaling_columns() {
  static const std::vector<MetricDefinition> all = joined({kSize, layout_columns(), kStep, kRates});
  return all;
}

std::span<const MetricDefinition> curve_end_columns() { return kEnds; }
std::span<const MetricDefinition> end_shift_columns() { return kShifts; }

}  // namespace gigapod
