#pragma once

#include "sim/model/transformer.hpp"

namespace gigapod {

/// Values per token that `tensors` (SavedTensor bits) of one layer hold, all chips of a tensor group together. The
/// results of a MoE layer's products are those of every expert that a token goes to, with the capacity they are
/// padded to, and of the shared experts.
[[nodiscard]] double saved_elements(const TransformerSpec& model, unsigned tensors, bool is_moe);

}  // namespace gigapod
