// Communication of tensor-parallel inference (Pope et al., arXiv:2211.05102, section 3).
//
// The slice's axes are split into X (shards the model width h) and YZ (shards heads and MLP width f). Per block of
// two matrix products, for r rows of two bytes an element:
//   all-gather  r h / X over YZ,  reduce-scatter r f_in / YZ over X,  all-gather r f_out / YZ over X,
//   reduce-scatter r h / X over YZ
// X empty is the one-dimensional layout (two all-reduces a layer). Attention and MLP are one block when they read the
// same input (PaLM), else two. Weight-gathered: each layer's weights are all-gathered over the whole slice and rows
// stay where they are. Experts: the MLP block above with the tokens' k experts as its width, or two all-to-alls of
// r k h elements, whichever is faster. Attention over more chips than key-value heads adds two all-to-alls.
//
// Assumes nothing of it overlaps with compute, and that links reach ici_efficiency of their rate. A switched domain
// moves V (1 - 1/N) per GPU over its ports, and over host NICs when the slice is larger than the domain; inside the
// domain every GPU writes to every other at once, in one hop and not around a ring (the one-shot all-reduce of vLLM
// and TensorRT-LLM).

#include "sim/model/serving/tensor_layout.hpp"

#include "sim/model/collective/collective.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace gigapod {
namespace {

constexpr double kActivationBytes = 2.0;  // bf16

using Axes = std::vector<SliceAxis>;

int size_of(const Axes& axes) {
  int product = 1;
  for (const SliceAxis& axis : axes) product *= axis.length;
  return product;
}

/// A slice whose collectives have a price.
class Network {
 public:
  Network(const ChipSpec& chip, const SliceTopology& slice) : chip_(chip), slice_(slice) {
    link_.one_way = chip.ici_link_bandwidth * chip.ici_efficiency;
    link_.hop_latency = chip.ici_hop_latency;
    for (const SliceAxis& axis : slice.axes) {
      if (axis.length > 1) axes_.push_back(axis);
    }
  }

  [[nodiscard]] const Axes& axes() const { return axes_; }

  [[nodiscard]] Seconds time(const Collective& kind, double elements, const Axes& axes) const {
    const Bytes size(elements * kActivationBytes);
    if (slice_.is_switched) return switched_time(kind, size, size_of(axes));
    const bool is_whole = axes.size() == slice_.axes.size();
    return collective_time(kind, size, axes, link_, slice_.is_twisted && is_whole);
  }

 private:
  [[nodiscard]] Seconds switched_time(const Collective& kind, Bytes size, int members) const {
    const int in_domain = slice_.domain > 0 ? std::min(slice_.domain, members) : members;
    const SwitchedRate rate{link_.one_way * static_cast<double>(chip_.ici_links),
                            chip_.host_nic_bandwidth / chip_.chips_per_host,
                            chip_.ici_hop_latency / std::max(1.0, in_domain - 1.0)};
    return switched_collective_time(kind, size, members, in_domain, rate);
  }

  const ChipSpec& chip_;
  const SliceTopology& slice_;
  LinkRate link_;
  Axes axes_;
};

/// A block of two products: h -> inner_in -> inner_out -> h.
struct Block {
  double inner_in = 0.0;
  double inner_out = 0.0;
};

Seconds block_time(const Network& network, const Axes& x, const Axes& yz, double rows, double hidden, Block block) {
  const double outer = rows * hidden / size_of(x);
  const double share = rows / size_of(yz);
  return network.time(Collective::kAllGather, outer, yz) + network.time(Collective::kReduceScatter, outer, yz) +
         network.time(Collective::kReduceScatter, share * block.inner_in, x) +
         network.time(Collective::kAllGather, share * block.inner_out, x);
}

/// The tokens of one layer go to their experts and back.
Seconds expert_exchange(const Network& network, const TransformerSpec& model, double rows) {
  const double sent = rows * model.experts_per_token * static_cast<double>(model.hidden) / size_of(network.axes());
  return 2.0 * network.time(Collective::kAllToAll, sent, network.axes());
}

/// Communication per layer of each kind, for one split of the axes.
struct LayerTimes {
  Seconds attention;
  Seconds dense_mlp;
  Seconds fused;  ///< attention and dense MLP as one block
  Seconds routed_mlp;
};

LayerTimes layer_times(const Network& network, const TransformerSpec& model, const Axes& x, const Axes& yz,
                       double rows) {
  const double ways = model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double query = static_cast<double>(model.heads) * model.head_dim;
  const double key_value =
      model.kv_rank > 0 ? model.kv_rank + model.rope_head_dim : 2.0 * model.kv_heads * model.head_dim;
  const Block attention{query + key_value, query};
  const Block mlp{ways * model.ffn, static_cast<double>(model.ffn)};
  const double used = model.experts_per_token + model.shared_experts;
  const Block routed{ways * used * model.expert_ffn, used * model.expert_ffn};
  LayerTimes times;
  times.attention = block_time(network, x, yz, rows, model.hidden, attention);
  times.dense_mlp = block_time(network, x, yz, rows, model.hidden, mlp);
  times.fused = block_time(network, x, yz, rows, model.hidden,
                           {attention.inner_in + mlp.inner_in, attention.inner_out + mlp.inner_out});
  times.routed_mlp =
      min(block_time(network, x, yz, rows, model.hidden, routed), expert_exchange(network, model, rows));
  return times;
}

Seconds all_layers(const TransformerSpec& model, const LayerTimes& times) {
  const double sparse = moe_layers(model);
  const double dense = model.layers - sparse;
  const Seconds dense_layer = model.parallel_block ? times.fused : times.attention + times.dense_mlp;
  return dense * dense_layer + sparse * (times.attention + times.routed_mlp);
}

Seconds attention_exchange(const Network& network, const TransformerSpec& model, double rows) {
  const int chips = size_of(network.axes());
  if (chips <= model.kv_heads) return Seconds(0.0);
  const double elements = rows * static_cast<double>(model.heads) * model.head_dim / chips;
  return 2.0 * model.layers * network.time(Collective::kAllToAll, elements, network.axes());
}

}  // namespace

Seconds tensor_communication(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, double rows,
                             bool may_gather_weights) {
  const Network network(chip, slice);
  const Axes& axes = network.axes();
  if (axes.empty()) return Seconds(0.0);
  if (plan.layout == ServingLayout::kDataParallelAttention) {
    return moe_layers(plan.model) * expert_exchange(network, plan.model, rows);
  }
  Seconds best(std::numeric_limits<double>::infinity());
  const unsigned splits = slice.is_switched ? 1U : 1U << axes.size();
  for (unsigned mask = 0; mask < splits; ++mask) {
    Axes x;
    Axes yz;
    for (std::size_t i = 0; i < axes.size(); ++i) ((mask >> i & 1U) != 0U ? x : yz).push_back(axes[i]);
    best = min(best, all_layers(plan.model, layer_times(network, plan.model, x, yz, rows)));
  }
  best += attention_exchange(network, plan.model, rows);
  if (may_gather_weights && moe_layers(plan.model) == 0 && rows >= size_of(axes)) {
    const double elements = parameter_count(plan.model) / plan.model.layers * plan.weight_bytes / kActivationBytes;
    best = min(best, plan.model.layers * network.time(Collective::kAllGather, elements, axes));
  }
  return best;
}

}  // namespace gigapod
