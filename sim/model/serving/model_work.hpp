#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// A model as serving sees it: which weights a step reads, multiplies with, and keeps.
struct ModelWork {
  double parameters = 0.0;      ///< all
  double streamed = 0.0;        ///< read by every decode step: all but the routed experts and the input table
  double routed = 0.0;          ///< weights of routed experts, all layers
  double dense_active = 0.0;    ///< a token's products outside routed experts, output head included
  double routed_active = 0.0;   ///< a token's products with routed experts
  double head = 0.0;            ///< the output head, applied only where a token is produced
  double scores = 0.0;          ///< FLOPs of one query token against one cached token, one layer, decode
  double prefill_scores = 0.0;  ///< the same in prefill (latent attention expands its cache there)
  Bytes kv_per_token_layer;     ///< cache of one token in one layer
};

[[nodiscard]] ModelWork model_work(const ServingPlan& plan);

/// Sum over layers of the tokens a query sees at context length `context` (windows respected).
[[nodiscard]] double seen_tokens(const TransformerSpec& model, double context);

/// Sum over layers of query-key pairs of a whole prompt, as its kernel computes them.
[[nodiscard]] double prompt_pairs(const TransformerSpec& model, double prompt);

/// Share of routed experts that at least one of `tokens` tokens uses, each choosing at random.
[[nodiscard]] double touched_experts(const TransformerSpec& model, double tokens);

/// Mean context of a running sequence: the prompt and half of the output.
[[nodiscard]] double mean_context(const ServingPlan& plan);

/// Cache of one sequence of mean context.
[[nodiscard]] Bytes kv_per_sequence(const ServingPlan& plan);

/// Model FLOPs of one request: 2 N_active for every token and attention over what it sees.
[[nodiscard]] Flops request_flops(const ServingPlan& plan);

}  // namespace gigapod
