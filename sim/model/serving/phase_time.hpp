#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// Where one forward pass of a replica goes; the parts add up to `total`.
struct PhaseTime {
  Seconds products;       ///< matrix products: compute or reading weights, whichever is longer
  Seconds attention;      ///< over the cache: compute or reading it
  Seconds communication;  ///< between the chips of the replica
  Seconds overhead;       ///< launches and small operators
  Seconds total;
  double mxu_flops = 0.0;  ///< executed by all chips together
  Bytes hbm_bytes;         ///< read by all chips together
};

/// One decode step of `batch` sequences, each with `context` cached tokens.
[[nodiscard]] PhaseTime decode_step(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice,
                                    double batch, double context);

/// Prefill of `prompts` prompts of `tokens` tokens in one pass of their own, each after `cached` tokens whose keys
/// and values are kept already.
[[nodiscard]] PhaseTime prefill_pass(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice,
                                     double prompts, double tokens, double cached = 0.0);

/// What a prompt of the plan's mean length adds to decode steps that it shares: as prefill_pass, less the reading
/// of weights and the overhead, which those steps have anyway.
[[nodiscard]] PhaseTime prefill_share(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice);

/// The engine in the plan, or the one calibrated for the chip.
[[nodiscard]] ServingEngine engine_of(const ServingPlan& plan, const ChipSpec& chip);

}  // namespace gigapod
