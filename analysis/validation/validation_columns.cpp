#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kValidation[] = {
    {"id", "text", "row of the table of measurements, or the case", "table of measurements"},
    {"family", "text", "what is scored together: `v5e dense multi-slice`, `v7 all_gather` …",
     "table of measurements"},
    {"system", "text", "what was measured on, as published", "table of measurements"},
    {"subject", "text", "model that is trained or served, or the collective with its size and topology",
     "table of measurements"},
    {"chip", "text", "chip of the catalog; empty for cases of several", "table of measurements"},
    {"measured", "of `unit`",
     "published value; of flows what SimGrid plays, of closed forms and tables of serving the requests one by one, "
     "of "
     "a ranking 100",
     "table of measurements"},
    {"simulated", "of `unit`", "what the model gives for the same", "step, collective and serving models"},
    {"unit", "text",
     "of `measured` and `simulated`: of a training step `s`, or `tokens/s/chip` where only a rate is "
     "published",
     "table of measurements"},
    {"error", "ratio", "`simulated` / `measured` - 1", "both"},
    {"dominant", "text", "cause that most of the simulated time goes to: `compute`, `dcn`, `busiest link` …",
     "step, collective and serving models"},
    {"warnings", "text", "what was assumed for the row, and use outside a model's range of validity", "models"},
    {"source", "text", "where it is published", "table of measurements"},
};

}  // namespace

std::span<const MetricDefinition> validation_columns() { return kValidation; }

}  // namespace gigapod
