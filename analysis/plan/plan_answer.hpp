#pragma once

#include "analysis/plan/block_search.hpp"
#include "analysis/plan/search_blocks.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// A plan on slices and what the run comes to.
struct PlannedRun {
  PlanAllocation allocation;
  TrainingPlan plan;
  StepTime step;
  RunValue value;
  JobGoodput goodput;
  Watts power;              ///< mean at the meter while stepping
  Watts provisioned_power;  ///< at the meter with every chip at full activity
  [[nodiscard]] std::int64_t chips() const { return allocation.chips(); }
};

/// What the best plan gains when there is twice of something, or when a limit falls.
struct PlanGain {
  std::string name;   ///< `hbm`, `ici`, `dcn`, `batch`, `compute`, `failures`, `chips`, `deadline`, `budget`, `power`
  std::string what;   ///< "twice the HBM", "no deadline" …
  double gain = 0.0;  ///< share of the objective that it saves
  bool is_limit = false;  ///< of the query, not of the machine
};

/// A limit that no plan meets, by how much the nearest one misses it, and what would do.
struct PlanShortfall {
  std::string limit;  ///< `memory`, `batch`, `deadline`, `budget`, `power`, `slices`
  std::string text;   ///< one sentence with the exact amount
};

/// What a search comes to.
struct PlanAnswer {
  PlanQuery query;
  std::vector<PlannedRun> front;          ///< of time, chips, energy and cost, the fastest first
  std::vector<PlannedRun> top;            ///< the best layouts within the limits; the first is the winner
  std::vector<PlanGain> gains;            ///< of the winner, machine first, the most first
  std::vector<PlanShortfall> shortfalls;  ///< why nothing is found; empty when something is
  std::size_t blocks = 0;
  std::size_t blocks_done = 0;
  SearchCounts counts;
  [[nodiscard]] bool is_complete() const { return blocks_done == blocks; }
  [[nodiscard]] const PlannedRun* winner() const { return top.empty() ? nullptr : &top.front(); }
  [[nodiscard]] const PlannedRun* runner_up() const { return top.size() < 2 ? nullptr : &top[1]; }
};

/// Runs on as many chips that differ by less than this in time and energy are shown as one point of the front.
inline constexpr double kFrontTolerance = 0.005;
/// The front without near-equals: of each group the fastest.
[[nodiscard]] std::vector<const PlannedRun*> shown_front(const PlanAnswer& answer);

/// The machine's gain from which it counts as what binds.
inline constexpr double kBindingGain = 0.01;

/// Merges what the blocks found, and works out what binds the winner by searching its slices anew with twice of each
/// thing; the latter not when the control is stopped.
[[nodiscard]] PlanAnswer plan_answer(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                                     const std::vector<BlockResult>& blocks, int jobs, SearchControl& control);

/// Searches every allocation of the query, and answers.
[[nodiscard]] PlanAnswer search_plan(const PlanQuery& query, const SearchOptions& options, SearchControl& control);

/// The gain of the machine that is largest, or nothing when compute binds.
[[nodiscard]] const PlanGain* binding(const PlanAnswer& answer);

/// Time of the whole run by cause; they add up to `value.time`.
struct RunPart {
  const char* name;
  Seconds time;
};
[[nodiscard]] std::vector<RunPart> run_parts(const PlannedRun& run);

/// The answer for a terminal, at most 120 columns.
[[nodiscard]] std::string plan_text(const PlanAnswer& answer);
/// Where no plan does what is asked for: an error with what is missing, and by how much.
[[nodiscard]] std::string shortfall_text(const PlanAnswer& answer);
/// Why the winner wins, a sentence each.
[[nodiscard]] std::vector<std::string> plan_reasons(const PlanAnswer& answer);
/// Degrees above one, and passes: "tensor 8, fsdp 72, 4 passes".
[[nodiscard]] std::string layout_text(const TrainingPlan& plan);
/// "3 x 16x24x24", with "twisted" where it is.
[[nodiscard]] std::string allocation_text(const PlanAllocation& allocation);
/// `none`, `minimal`, `full`, `offload`, with what is kept beside.
[[nodiscard]] std::string remat_text(const TrainingPlan& plan);
[[nodiscard]] std::string_view precision_text(Precision precision);

/// One row a run, front and top; units in the column names.
[[nodiscard]] std::string plan_csv(const PlanAnswer& answer);
/// The same as JSON with query, gains, reasons and counts.
[[nodiscard]] std::string plan_json(const PlanAnswer& answer);

}  // namespace gigapod
