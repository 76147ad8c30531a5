#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// Communication of all layers for one forward pass of `rows` tokens with the weights spread over the whole slice,
/// under the fastest layout: one-dimensional or two-dimensional weight-stationary, or (dense prefill only)
/// weight-gathered.
[[nodiscard]] Seconds tensor_communication(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice,
                                           double rows, bool may_gather_weights);

}  // namespace gigapod
