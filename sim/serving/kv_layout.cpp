// capacity = floor(chips (usable HBM - weights) / page),  page = block_tokens x cache of one token in one layer
//
// With speculation the draft's weights and cache are there too; a page holds its share of the draft's cache.
//
// Assumes that the cache is spread evenly over the chips, as replica_memory does, and that blocks of a local layer
// that leave its window are free at once.

#include "sim/serving/kv_layout.hpp"

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/steady_state.hpp"

#include <cmath>

namespace gigapod {
namespace {

constexpr int kTicks = 32;  // of a token: the mean progress of a step is rounded by at most 1/64 token

}  // namespace

KvLayout kv_layout(const ReplicaSetup& setup) {
  const ReplicaMemory memory = replica_memory(setup.plan, setup.chip, setup.slice);
  const TransformerSpec& model = setup.plan.model;
  KvLayout layout;
  layout.block_tokens = setup.kv_block_tokens;
  layout.global_layers = global_layers(model);
  layout.local_layers = model.layers - layout.global_layers;
  if (layout.local_layers > 0) {
    const int blocks = (model.sliding_window + layout.block_tokens - 1) / layout.block_tokens;
    layout.window = std::max(1, blocks) * layout.block_tokens;
  }
  layout.page = model_work(setup.plan).kv_per_token_layer * static_cast<double>(layout.block_tokens);
  Bytes free = (memory.usable_per_chip - memory.weights_per_chip) * static_cast<double>(setup.slice.chips());
  if (setup.speculation) {
    const ServingPlan draft = draft_plan(setup.plan, *setup.speculation);
    free -= Bytes(parameter_count(draft.model) * draft.weight_bytes);
    const Bytes token = kv_cache_bytes_per_token(draft.model, draft.kv_bytes);
    layout.page += token * static_cast<double>(layout.block_tokens) / static_cast<double>(layout.layers());
    layout.ticks = kTicks;
    layout.ticks_a_step = static_cast<int>(std::lround(kTicks * tokens_per_step(*setup.speculation)));
  }
  layout.capacity = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(free / layout.page)));
  return layout;
}

}  // namespace gigapod
