#pragma once

#include "analysis/serving/serving_search.hpp"

#include <cstddef>
#include <optional>

namespace gigapod {

/// Searches one slice: how fast it is for one request at a time, and how few replicas hold the targets.
class SliceSearch {
 public:
  SliceSearch(const RequestTrace& trace, const RequestSummary& requests, const ServingSearch& search,
              const SearchMachine& machine, const Shape& shape, ServingLayout layout);

  /// Why the slice can't hold the model; empty when it can.
  [[nodiscard]] std::string memory_fault() const;
  /// Why the batching can't be simulated on it; empty when it can.
  [[nodiscard]] std::string setup_fault() const;
  /// Targets that the wanted share of requests would miss one at a time, with the latency that it would hold.
  [[nodiscard]] std::vector<NearestTarget> missed_alone();
  /// Replicas that the closed form takes to be needed for the tokens alone, without regard to latency.
  [[nodiscard]] int fewest_replicas() const;
  /// The setup of fewest replicas that holds the targets, the batching that holds most of them among these. `most` is
  /// the number of replicas to give up at.
  [[nodiscard]] std::optional<FoundSetup> cheapest(int most);
  /// The best batching of so many replicas, and the best split of them into prefill and decode.
  [[nodiscard]] ServingAnswer best_of(int replicas);
  [[nodiscard]] double hourly(int replicas) const;
  [[nodiscard]] int chips() const { return setup_.replica.slice.chips(); }
  [[nodiscard]] const ServingSetup& setup() const { return setup_; }
  [[nodiscard]] std::size_t simulations() const { return simulations_; }

 private:
  [[nodiscard]] ServingAnswer answer_of(int replicas, int prefill, int step_tokens, int max_sequences);
  [[nodiscard]] ServingAnswer best_batching(int replicas, int prefill);
  [[nodiscard]] std::string what_binds(const std::string& name) const;

  const RequestTrace& trace_;
  const RequestSummary& requests_;
  const ServingSearch& search_;
  const SearchMachine& machine_;
  Shape shape_;
  ServingSetup setup_;
  BytesPerSecond transfer_rate_;  ///< of caches from prefill to decode, over the DCN
  std::size_t simulations_ = 0;
};

}  // namespace gigapod
