#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/cost/chip_price.hpp"
#include "sim/serving/request_summary.hpp"
#include "sim/serving/serve.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Requests served by a setup, with what a planner asks about it.
struct ServingAnswer {
  std::string pod;
  Shape shape;
  Shape prefill_shape;        ///< of replicas that only compute prompts
  std::string requests_from;  ///< where the requests come from, one line
  RequestSummary requests;
  ServingSetup setup;
  double wanted_share = 0.99;             ///< of requests that have to hold every target
  std::vector<std::string> tenants;       ///< by index, as in the trace
  std::optional<DollarsPerSecond> price;  ///< of one chip, on demand; nothing when none is known
  ServingOutcome outcome;

  /// Of replicas that come and go, the mean over time.
  [[nodiscard]] double chips() const;
  [[nodiscard]] double output_tokens_per_second() const { return outcome.output_tokens_per_second(); }
  /// Prompt and output.
  [[nodiscard]] double tokens_per_second() const;
  [[nodiscard]] double output_tokens_per_second_per_chip() const { return output_tokens_per_second() / chips(); }
  /// Of all requests that arrived, the share that was answered within every target.
  [[nodiscard]] double attainment() const;
  [[nodiscard]] bool holds_targets() const { return attainment() >= wanted_share; }
  /// Dollars of a million tokens, prompt and output or output alone, at the price of the chips.
  [[nodiscard]] std::optional<double> dollars_per_million_tokens() const;
  [[nodiscard]] std::optional<double> dollars_per_million_output_tokens() const;
  [[nodiscard]] Joules joules_per_million_tokens() const;
  /// Rows of a step that decode, on average.
  [[nodiscard]] double mean_batch() const;
  /// Prompt tokens found in the prefix cache.
  [[nodiscard]] double prefix_hit_share() const;
};

/// The attainment in percent, rounded down: a share that misses what is wanted never looks like it.
[[nodiscard]] std::string attainment_text(const ServingAnswer& answer);
/// `2 + 1 prefill x v6e 2x4`
[[nodiscard]] std::string setup_name(const ServingAnswer& answer);
/// `TTFT 1 s, TPOT 50 ms for 99.0% of the requests`
[[nodiscard]] std::string targets_text(const LatencyTargets& targets, double wanted_share);
/// For a terminal.
[[nodiscard]] std::string serving_text(const ServingAnswer& answer);
/// One JSON object; amounts have their unit in the key.
[[nodiscard]] std::string serving_json(const ServingAnswer& answer);
/// One line a request that was answered or turned away.
[[nodiscard]] std::string serving_records_csv(const ServingAnswer& answer, const RequestTrace& trace);

}  // namespace gigapod
