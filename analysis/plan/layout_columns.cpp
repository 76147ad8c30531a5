#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kLayout[] = {
    {"slice", "text", "chips of a slice along each axis: `16x24x24`", "plan"},
    {"slices", "slices", "`dcn_data` x `dcn_fsdp` x `dcn_pipeline`", "plan"},
    {"is_twisted", "true or false", "whether slices are closed as twisted tori", "plan"},
    {"tensor", "chips", "degree of tensor parallelism in a slice", "plan"},
    {"fsdp", "chips",
     "chips of a slice that share weights, gradients and optimizer state, each with its own sequences", "plan"},
    {"data", "replicas", "copies of the weights in a slice", "plan"},
    {"pipeline", "stages", "stages in a slice", "plan"},
    {"expert", "chips", "degree of expert parallelism in a slice", "plan"},
    {"context", "chips", "chips that one sequence is split over", "plan"},
    {"dcn_data", "slices", "copies of the weights over slices", "plan"},
    {"dcn_fsdp", "slices", "slices that share weights", "plan"},
    {"dcn_pipeline", "slices", "slices that share the layers as stages", "plan"},
    {"pipeline_interleave", "groups", "groups of layers that a pipeline stage holds", "plan"},
    {"microbatches", "microbatches", "of a pass through the pipeline", "plan"},
    {"gradient_accumulation", "passes", "forward and backward passes of an optimizer step", "plan"},
    {"global_batch_sequences", "sequences", "that count in an optimizer step, all slices together", "plan"},
    {"shards_optimizer", "true or false", "whether the copies in `data` share the optimizer state", "plan"},
    {"remat", "text",
     "what the backward pass computes again: `none`, `minimal`, `full` or `offload`, with what is kept beside",
     "plan"},
};

}  // namespace

std::span<const MetricDefinition> layout_columns() { return kLayout; }

}  // namespace gigapod
