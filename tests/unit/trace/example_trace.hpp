#pragma once

#include "tests/unit/trace/trace_writer.hpp"

namespace gigapod::test {

/// The shipped example, scenarios/traces/fsdp_4_layers.et: one training step of a model of four layers whose weights
/// are split over the 64 chips of a v5p cube. Weights of a layer are gathered before its forward and backward pass,
/// the layer ahead while the one before computes; gradients are reduce-scattered as soon as they are there, and the
/// optimizer waits for all. Sizes give round times on a v5p (0.92 x 459 TFLOP/s, 0.85 x 2,765 GB/s, six links of
/// 90 GB/s): 10 ms forward, 20 ms backward, 2 ms for the optimizer, 3.5 ms and 16 us of latency for a gather or
/// scatter.
[[nodiscard]] inline std::string example_trace() {
  constexpr int kLayers = 4;
  constexpr std::int64_t kForward = 4'222'800'000'000;
  constexpr std::int64_t kForwardBytes = 2'350'250'000;
  constexpr std::int64_t kShard = 30'000'000;  // bytes of a layer's weights on one chip
  const auto gather = [](int layer) { return static_cast<std::uint64_t>(1 + layer); };
  const auto forward = [](int layer) { return static_cast<std::uint64_t>(10 + layer); };
  const auto gather_again = [](int layer) { return static_cast<std::uint64_t>(20 + layer); };
  const auto backward = [](int layer) { return static_cast<std::uint64_t>(30 + layer); };
  const auto scatter = [](int layer) { return static_cast<std::uint64_t>(40 + layer); };
  const auto name = [](const char* what, int layer) { return std::string(what) + " " + std::to_string(layer); };

  std::vector<WrittenNode> nodes;
  nodes.push_back(WrittenNode(0, "process groups", 1));
  for (int layer = 0; layer < kLayers; ++layer) {
    const Ids ahead = layer < 2 ? Ids{} : Ids{forward(layer - 2)};
    nodes.push_back(collective(gather(layer), name("gather weights", layer), ahead, kAllGather, kShard));
    Ids after = {gather(layer)};
    if (layer > 0) after.push_back(forward(layer - 1));
    nodes.push_back(compute(forward(layer), name("forward", layer), after, kForward, kForwardBytes));
  }
  nodes.push_back(WrittenNode(19, "activations to host", 3, {forward(0)}).number("tensor_size", 150'000'000));
  Ids updates;
  for (int layer = kLayers - 1; layer >= 0; --layer) {
    const bool is_last = layer == kLayers - 1;
    const Ids ahead = {is_last                ? forward(layer - 1)
                       : layer == kLayers - 2 ? forward(layer + 1)
                                              : backward(layer + 2)};
    nodes.push_back(collective(gather_again(layer), name("gather weights again", layer), ahead, kAllGather, kShard));
    const Ids after = {gather_again(layer), is_last ? forward(layer) : backward(layer + 1)};
    nodes.push_back(compute(backward(layer), name("backward", layer), after, 2 * kForward, 2 * kForwardBytes));
    nodes.push_back(
        collective(scatter(layer), name("scatter gradients", layer), {backward(layer)}, kReduceScatter, 64 * kShard));
    updates.push_back(scatter(layer));
  }
  nodes.push_back(compute(50, "optimizer", updates, 1'000'000'000, 2 * kForwardBytes));
  return written_trace(nodes);
}

}  // namespace gigapod::test
