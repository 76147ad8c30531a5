#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

struct TrainingPlan;
struct StepMachine;

/// Which activations a forward pass keeps for the backward pass.
enum class Remat {
  kNone,     ///< keep everything
  kMinimal,  ///< keep matrix-product outputs, repeat the cheap rest
  kFull,     ///< keep the input of each layer, repeat its forward pass
  kOffload,  ///< as full, with the layer inputs and projections kept in host memory over PCIe
};
/// True when the backward pass repeats the matrix products of a layer, but for what is kept.
[[nodiscard]] constexpr bool repeats_products(Remat remat) {
  return remat == Remat::kFull || remat == Remat::kOffload;
}

/// HBM of one chip, by what fills it.
struct MemoryUse {
  Bytes weights;
  Bytes gradients;
  Bytes optimizer;
  Bytes activations;
  Bytes workspace;  ///< gathered weights of the layers in flight, logits, collective buffers
  [[nodiscard]] Bytes total() const { return weights + gradients + optimizer + activations + workspace; }
  bool operator==(const MemoryUse&) const = default;
};

/// Tokens that one chip handles in one forward-backward pass (one microbatch), tensor-parallel chips together.
[[nodiscard]] double tokens_per_pass(const TrainingPlan& plan);

/// HBM that the plan needs on the fullest chip.
[[nodiscard]] MemoryUse training_memory(const TrainingPlan& plan, const StepMachine& machine);

}  // namespace gigapod
