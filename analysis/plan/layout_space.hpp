#pragma once

#include "sim/model/parallelism.hpp"
#include "sim/model/transformer.hpp"

#include <functional>

namespace gigapod {

/// Every degree 0: what a search leaves free.
[[nodiscard]] Parallelism free_degrees();

/// The layouts a search may choose: how the chips of equal slices are split over the degrees of parallelism.
struct LayoutSpace {
  Parallelism fixed = free_degrees();  ///< degrees given; 0: free
  int most_tensor = 64;
  int most_pipeline = 16;
  int most_context = 64;
  int least_tokens_of_context = 256;  ///< of one sequence on one chip
  /// Stages that leave one layer's place on the first and the last for embedding and logits, as Llama 3 405B does
  /// (arXiv:2407.21783, section 3.3.2), beside those that divide the layers.
  bool has_light_end_stages = false;
  bool mixes_replicas = true;  ///< replicas of sharded weights inside a slice; false: weights are sharded or copied
  bool operator==(const LayoutSpace&) const = default;
};

/// Data-parallel ranks: replicas that each work on sequences of their own.
[[nodiscard]] int data_parallel_ranks(const Parallelism& parallelism);

/// Whether the layers come out whole over that many stages or groups of layers.
[[nodiscard]] bool splits_layers(const LayoutSpace& space, const TransformerSpec& model, int parts);

/// Visits every layout of the space on `slices` slices of `slice_chips` chips, always in the same order: tensor
/// divides the heads, pipeline the layers, expert the experts, context is a power of two, all of them and `data`
/// divide the chips, fsdp is what they leave; the dcn degrees divide the slices. Microbatches and interleave stay 1.
void for_each_layout(const LayoutSpace& space, const TransformerSpec& model, int sequence_length, int slice_chips,
                     int slices, const std::function<void(const Parallelism&)>& visit);

}  // namespace gigapod
