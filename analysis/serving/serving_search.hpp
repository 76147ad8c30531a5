#pragma once

#include "analysis/serving/serving_answer.hpp"
#include "analysis/serving/serving_frontier.hpp"
#include "sim/hardware/pod.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Chips to search among.
struct SearchMachine {
  PodSpec pod;
  ChipSpec chip;
  std::optional<DollarsPerSecond> price;  ///< of one chip; when one machine has none, all are compared by chips
};

/// What may serve a workload, and what it has to hold.
struct ServingSearch {
  std::vector<SearchMachine> machines;
  std::vector<Shape> slices;  ///< empty: every slice of up to `most_chips_a_replica`
  std::vector<ServingLayout> layouts = {ServingLayout::kTensor};
  ServingSetup base;  ///< plan with mean lengths, targets, policies, batching to start from
  std::string requests_from;
  double wanted_share = 0.99;
  int most_chips_a_replica = 64;
  int most_chips = 4096;  ///< of all replicas together
  bool may_split = true;  ///< into replicas for prompts and replicas that decode
  std::vector<int> step_tokens = {512, 1024, 2048, 4096, 8192};
  std::vector<int> max_sequences = {16, 32, 64, 128, 256, 511};
};

/// The cheapest setup of a slice that holds the targets.
struct FoundSetup {
  ServingAnswer answer;
  double hourly = 0.0;                 ///< dollars an hour; chips where there is no price
  std::optional<ServingAnswer> fewer;  ///< with one replica less, which does not hold; nothing with one replica
};

/// A slice that is out, and why.
struct LeftOutSlice {
  std::string chip;
  Shape shape;
  ServingLayout layout = ServingLayout::kTensor;
  std::string reason;
  bool holds_model = true;
};

/// A latency that a slice does not hold even for one request at a time.
struct NearestTarget {
  std::string name;    ///< "TPOT"
  std::string option;  ///< "--tpot"
  std::string chip;
  Shape shape;
  ServingLayout layout = ServingLayout::kTensor;
  Seconds wanted;
  Seconds nearest;    ///< of the wanted share of requests
  std::string binds;  ///< what takes most of it
};

struct SearchResult {
  std::vector<FoundSetup> found;  ///< cheapest first; of equal cost, by targets held, then by mean latency
  std::vector<LeftOutSlice> left_out;
  std::vector<NearestTarget> nearest;  ///< of the slice that comes nearest, when no slice is fast enough
  std::optional<ServingAnswer> runner_up_at_the_price;  ///< the runner-up with what the winner's money buys of it
  std::vector<FrontierPoint> frontier;
  RequestSummary requests;
  bool has_prices = true;
  std::size_t simulations = 0;
};

/// Finds the cheapest slice, replicas and batching that hold the targets. The closed form leaves out what does not
/// hold the model or could not be cheaper than two others; serve() decides about the rest.
[[nodiscard]] SearchResult search_serving(const RequestTrace& trace, const ServingSearch& search);

/// For a terminal: the winner, why it wins, the runner-up and what it lacks, the frontier.
[[nodiscard]] std::string search_text(const ServingSearch& search, const SearchResult& result);
/// Sentences without a full stop, empty when there is no winner or no runner-up.
[[nodiscard]] std::string why_it_wins(const SearchResult& result);
[[nodiscard]] std::string what_the_runner_up_lacks(const SearchResult& result);
/// Where nothing is found: why, with what would be feasible. At least one sentence, without a full stop.
[[nodiscard]] std::vector<std::string> why_nothing_holds(const ServingSearch& search, const SearchResult& result);
/// The same as errors, one a line, and the slices that are out.
[[nodiscard]] std::string search_failure(const ServingSearch& search, const SearchResult& result);
/// One JSON object.
[[nodiscard]] std::string search_json(const ServingSearch& search, const SearchResult& result);
/// One line a point of the frontier.
[[nodiscard]] std::string frontier_csv(const SearchResult& result);

}  // namespace gigapod
