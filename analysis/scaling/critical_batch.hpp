#pragma once

#include <string>

namespace gigapod {

/// The batch at which a run needs twice the tokens of one with small batches, for the same loss.
struct CriticalBatch {
  double tokens = 0.0;  ///< of a step; 0: batches of any size teach as much for each token
  std::string source;   ///< where it comes from, with the numbers put in
  std::string warning;  ///< where the law is used outside the range it was measured in; else empty
};

/// Tokens of small batches that a token of a batch is worth, in (0, 1].
[[nodiscard]] double token_efficiency(const CriticalBatch& critical, double batch_tokens);

[[nodiscard]] CriticalBatch given_critical_batch(double tokens);
/// By the loss that is trained to, in nats a token; more than 0.
[[nodiscard]] CriticalBatch kaplan_critical_batch(double loss);
/// By the tokens of the whole run; more than 0.
[[nodiscard]] CriticalBatch zhang_critical_batch(double run_tokens);

}  // namespace gigapod
