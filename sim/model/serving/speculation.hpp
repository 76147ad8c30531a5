#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// Speculative decoding: a small model drafts tokens that the large one checks in one step.
struct Speculation {
  TransformerSpec draft;
  double draft_weight_bytes = 2.0;  ///< per parameter
  int drafted_tokens = 4;           ///< each step and sequence, at least 1
  double acceptance = 0.7;          ///< of a drafted token whose predecessors were accepted, 0 to 1
  bool operator==(const Speculation&) const = default;
};

/// Tokens that a sequence advances in one step, on average: (1 - a^(k + 1)) / (1 - a) for k drafted tokens accepted
/// with probability a each (Leviathan et al., arXiv:2211.17192, equation 1).
[[nodiscard]] double tokens_per_step(const Speculation& speculation);

/// The draft model on the slice of the large one.
[[nodiscard]] ServingPlan draft_plan(const ServingPlan& plan, const Speculation& speculation);

}  // namespace gigapod
