#pragma once

#include "analysis/plan/run_value.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace gigapod {

/// A plan that a search chose, in whole numbers.
struct PlanChoice {
  Parallelism parallelism;
  int global_batch = 1;
  int gradient_accumulation = 1;
  Precision precision = Precision::kBf16;
  RematPolicy remat;
  bool shards_optimizer = false;
  bool operator==(const PlanChoice&) const = default;
};

[[nodiscard]] PlanChoice choice_of(const TrainingPlan& plan);
/// The plan again, with what the search leaves alone from `start`.
[[nodiscard]] TrainingPlan plan_of(const PlanChoice& choice, const TrainingPlan& start);

struct RankedPlan {
  PlanChoice choice;
  RunValue value;
  bool operator==(const RankedPlan&) const = default;
};

/// What became of the candidates.
struct SearchCounts {
  std::int64_t starved = 0;    ///< layouts with more ranks than sequences
  std::int64_t too_large = 0;  ///< plans that do not fit into memory
  std::int64_t bounded = 0;    ///< plans that a bound rules out
  std::int64_t evaluated = 0;  ///< plans whose step is worked out
  SearchCounts& operator+=(const SearchCounts& other);
  bool operator==(const SearchCounts&) const = default;
};

/// What is found on one allocation.
struct BlockResult {
  bool is_complete = false;       ///< false: stopped on the way
  std::vector<RankedPlan> front;  ///< of time and energy, the fastest first; chips are the same, cost follows time
  std::vector<RankedPlan> top;    ///< the best layouts within the limits, the best first
  std::optional<PlanChoice> nearest;  ///< where nothing fits into memory: the plan that lacks least
  int least_ranks = 0;                ///< where every layout lacks sequences: the fewest that one of them asks for
  SearchCounts counts;
  bool operator==(const BlockResult&) const = default;
};

/// Told and asked by searches under way, from any thread.
struct SearchControl {
  std::int64_t most_candidates = 0;         ///< of one search, which ends after them; 0: no limit
  std::atomic<std::int64_t> candidates{0};  ///< looked at so far
  std::atomic<bool> is_stopped{false};      ///< set to end the search
};

/// What runs are ranked by, the least first: what the objective counts, then time.
struct RunRank {
  double amount = 0.0;
  Seconds time;
  auto operator<=>(const RunRank&) const = default;
};
[[nodiscard]] RunRank rank_of(PlanObjective objective, const RunValue& value, std::int64_t chips);

/// Whether a run keeps within the deadline and the budget.
[[nodiscard]] bool is_within(const PlanLimits& limits, const RunValue& value);

/// Searches every plan of the query's space on one allocation. What it returns depends on its arguments only.
[[nodiscard]] BlockResult search_block(const PlanQuery& query, const PlanAllocation& allocation,
                                       SearchControl& control);

}  // namespace gigapod
