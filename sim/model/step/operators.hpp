#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/step/step_constants.hpp"
#include "sim/model/step/training_step.hpp"

#include <array>
#include <cstddef>

namespace gigapod {

/// Time that one chip spends on an operator in one pass, before overlap with anything else.
struct OperatorTime {
  double flops = 0.0;  ///< executed, without tile padding
  double mxu = 0.0;    ///< seconds of the matrix units
  double hbm = 0.0;    ///< seconds of HBM traffic
  double bytes = 0.0;

  OperatorTime& operator+=(const OperatorTime& other) {
    flops += other.flops;
    mxu += other.mxu;
    hbm += other.hbm;
    bytes += other.bytes;
    return *this;
  }
  [[nodiscard]] double seconds() const { return mxu > hbm ? mxu : hbm; }
};

/// Forward, repeated-forward and backward time of an operator class.
struct OperatorPhases {
  OperatorTime forward;
  OperatorTime recompute;
  OperatorTime backward;
};

inline constexpr std::size_t kOperatorClasses = static_cast<std::size_t>(OperatorClass::kCount);
using OperatorTable = std::array<OperatorPhases, kOperatorClasses>;

/// A layer of one kind: where its time goes.
struct LayerKind {
  int count = 0;
  bool is_moe = false;
  bool is_global = true;
};
/// The at most four kinds of layers of a model.
[[nodiscard]] std::array<LayerKind, 4> layer_kinds(const TransformerSpec& model);

/// Operators of one layer on one chip for `tokens` tokens of its tensor group.
[[nodiscard]] OperatorTable layer_operators(const TrainingPlan& plan, const ChipSpec& chip, const LayerKind& kind,
                                            double tokens, const StepConstants& constants);
/// Bytes per token of one layer that the plan moves to the host in the forward pass and back in the backward pass.
[[nodiscard]] double offloaded_bytes_per_token(const TrainingPlan& plan, const LayerKind& kind);
/// Embedding, logits and loss, once per pass.
[[nodiscard]] OperatorTable outer_operators(const TrainingPlan& plan, const ChipSpec& chip, double tokens,
                                            const StepConstants& constants);

}  // namespace gigapod
